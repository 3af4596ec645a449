from django.urls import path

from zhiyin.web.desk.company import documents, views

app_name = "company"
urlpatterns = [
    path("", views.journey, name="journey"),
    path("settings/", views.settings, name="settings"),
    path("history/", views.history, name="history"),
    path("undo/<int:number>/", views.undo, name="undo"),
    path("document/", documents.document, name="document"),
    path("document/<str:form>/", documents.download, name="download"),
    path("pack/", documents.pack, name="pack"),
    path("<str:kind>/", views.listing, name="list"),
    path("<str:kind>/new/", views.edit, name="new"),
    path("<str:kind>/<str:key>/", views.edit, name="edit"),
    path("<str:kind>/<str:key>/<str:verb>/", views.act, name="act"),
]
