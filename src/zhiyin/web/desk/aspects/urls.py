from django.urls import path

from zhiyin.web.desk.aspects.views import aspects

app_name = "aspects"
urlpatterns = [path("", aspects, name="aspects")]
