from django.urls import URLPattern, path, re_path

from zhiyin.api.main import api
from zhiyin.api.problems import nowhere, told

patterns, app, namespace = api.urls
for pattern in patterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = told(pattern.callback)

urlpatterns = [
    path("api/v1/", (patterns, app, namespace)),
    re_path(r"^(?:api|v1)/", nowhere),
]
