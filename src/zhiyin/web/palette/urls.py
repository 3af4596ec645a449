from django.urls import path

from zhiyin.web.palette.views import find

urlpatterns = [path("find", find, name="find")]
