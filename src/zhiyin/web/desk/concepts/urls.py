from django.urls import path

from zhiyin.web.desk.concepts import teaching, views

app_name = "concepts"
urlpatterns = [
    path("", views.concepts, name="list"),
    path("new/", views.new, name="new"),
    path("adopt/", views.adopt, name="adopt"),
    path("progress/", views.reading, name="progress"),
    path("stop/", views.stop, name="stop"),
    path("resume/", views.resume, name="resume"),
    path("undo/<int:number>/", views.undo, name="undo"),
    path("<str:code>/", views.edit, name="edit"),
    path("<str:code>/heard/", teaching.heard, name="heard"),
    path("<str:code>/judge/", teaching.judge, name="judge"),
    path("<str:code>/<str:verb>/", views.act, name="act"),
]
