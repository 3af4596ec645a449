from django.urls import path

from zhiyin.web.desk.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="list"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.case, name="case"),
    path("<int:number>/<str:verb>/", views.act, name="act"),
]
