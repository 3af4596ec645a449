from django.urls import path

from zhiyin.web.desk.verdicts import views

app_name = "verdicts"
urlpatterns = [
    path("", views.judged, name="list"),
    path("<int:number>/", views.one, name="one"),
    path("<int:number>/again/", views.again, name="again"),
]
