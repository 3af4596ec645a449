from django.urls import path

from zhiyin.web.desk.overview.views import overview

app_name = "overview"
urlpatterns = [path("", overview, name="overview")]
