from django.urls import path

from zhiyin.web.desk.pieces import views

app_name = "pieces"
urlpatterns = [
    path("voices/", views.voices, name="voices"),
    path("topics/", views.topics, name="topics"),
    path("plan/", views.plan, name="plan"),
    path("why/<slug:slug>/", views.why, name="why"),
    path("<uuid:ident>/", views.piece, name="piece"),
    path("<uuid:ident>/stop/", views.stop, name="stop"),
]
