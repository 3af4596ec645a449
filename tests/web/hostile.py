HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>配送太慢了'
