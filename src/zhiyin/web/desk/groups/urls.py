from django.urls import path

from zhiyin.web.desk.groups import views

app_name = "groups"
urlpatterns = [
    path("", views.groups, name="list"),
    path("voices/", views.voices, name="voices"),
]
