"""All pages: doors first, then the loop in its order."""

from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    ("", "overview"),
    ("listen/voices/", "voices"),
    ("listen/imports/", "imports"),
    ("understand/aspects/", "aspects"),
    ("understand/topics/", "topics"),
    ("understand/groups/", "groups"),
    ("understand/concepts/", "concepts"),
    ("understand/accuracy/", "accuracy"),
    ("understand/written/", "pieces"),
    ("measure/indicators/", "indicators"),
    ("measure/tree/", "tree"),
    ("measure/journey/", "journey"),
    ("measure/rivals/", "rivals"),
    ("explain/", "findings"),
    ("act/cases/", "cases"),
    ("act/alerts/", "alerts"),
    ("act/initiatives/", "initiatives"),
    ("verify/", "verdicts"),
    ("customers/", "customers"),
    ("company/", "company"),
    ("settings/", "settings"),
    ("help/", "help"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhiyin.web.sign.urls")),
    path("", include("zhiyin.web.palette.urls")),
    *(path(prefix, include(f"zhiyin.web.desk.{area}.urls")) for prefix, area in AREAS),
]
