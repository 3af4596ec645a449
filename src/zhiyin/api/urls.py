from django.urls import path, re_path

from zhiyin.api.main import api
from zhiyin.api.problems import nowhere

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api/", nowhere),
]
