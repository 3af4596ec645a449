from django.urls import path

from zhiyin.web.desk.findings import views

app_name = "findings"
urlpatterns = [
    path("findings/", views.findings, name="list"),
    path("first/", views.first, name="first"),
    path("<slug:slug>/", views.why, name="why"),
]
