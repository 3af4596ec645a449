from django.urls import path

from zhiyin.web.desk.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.alerts, name="list"),
    path("new/", views.edit, name="new"),
    path("adopt/", views.adopt, name="adopt"),
    path("evaluate/", views.look, name="evaluate"),
    path("firings/<int:number>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("rules/<str:code>/", views.rule, name="rule"),
    path("rules/<str:code>/edit/", views.edit, name="edit"),
    path("rules/<str:code>/<str:verb>/", views.act, name="act"),
]
