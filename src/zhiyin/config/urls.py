"""Every address: health for machines, the API, then the pages."""

from importlib.util import find_spec

from django.urls import include, path

from zhiyin.config import health

urlpatterns = [
    path("healthz", health.healthz),
    path("metrics", health.metrics),
    path("", include("zhiyin.web.urls")),
]
if find_spec("zhiyin.api.urls"):
    urlpatterns.append(path("", include("zhiyin.api.urls")))

handler400 = handler500 = "zhiyin.web.failures.broken"
handler403 = "zhiyin.web.failures.forbidden"
handler404 = "zhiyin.web.failures.missing"
