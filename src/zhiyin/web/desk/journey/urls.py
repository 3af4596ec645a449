from django.urls import path

from zhiyin.web.desk.journey.views import journey

app_name = "journey"
urlpatterns = [path("", journey, name="journey")]
