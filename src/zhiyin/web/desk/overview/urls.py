from django.urls import path

from zhiyin.web.desk.overview.views import critical, overview

app_name = "overview"
urlpatterns = [path("", overview, name="overview"), path("overview/critical/", critical, name="critical")]
