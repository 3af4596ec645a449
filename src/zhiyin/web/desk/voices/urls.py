from django.urls import path

from zhiyin.web.desk.voices import judging, views

app_name = "voices"
urlpatterns = [
    path("", views.voices, name="list"),
    path("<str:ident>/", views.voice, name="voice"),
    path("<str:ident>/judge/", judging.judge, name="judge"),
    path("<str:ident>/undo/<int:number>/", judging.undo, name="undo"),
]
