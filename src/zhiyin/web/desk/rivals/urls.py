from django.urls import path

from zhiyin.web.desk.rivals.views import rivals

app_name = "rivals"
urlpatterns = [path("", rivals, name="rivals")]
