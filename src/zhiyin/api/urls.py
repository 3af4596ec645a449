from typing import Any

from django.urls import URLPattern, path, re_path

from zhiyin.api import main, segment
from zhiyin.api.problems import nowhere, told


def _told(urls: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    for pattern in urls[0]:
        if isinstance(pattern, URLPattern):
            pattern.callback = told(pattern.callback)
    return urls


urlpatterns = [
    path("api/v1/", _told(main.api.urls)),
    path("v1/", _told(segment.api.urls)),
    re_path(r"^(?:api|v1)/", nowhere),
]
