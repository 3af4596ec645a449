from django.urls import path

from zhiyin.web.desk.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.overview, name="list"),
    path("new", views.upload, name="upload"),
    path("arrivals/retry", views.retry, name="retry"),
    path("arrivals/<int:number>/drop", views.drop, name="drop"),
    path("<uuid:ident>", views.one, name="one"),
    path("<uuid:ident>/plan", views.plan, name="plan"),
    path("<uuid:ident>/progress", views.progress, name="progress"),
    path("<uuid:ident>/rejects", views.rejects, name="rejects"),
    path("<uuid:ident>/stop", views.stop, name="stop"),
    path("<uuid:ident>/undo", views.undo, name="undo"),
]
