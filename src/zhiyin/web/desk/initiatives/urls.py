from django.urls import path

from zhiyin.web.desk.initiatives import views

app_name = "initiatives"
urlpatterns = [
    path("", views.initiatives, name="list"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.initiative, name="initiative"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/<str:verb>/", views.act, name="act"),
]
