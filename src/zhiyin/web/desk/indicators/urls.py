from django.urls import path

from zhiyin.web.desk.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.indicators, name="list"),
    path("<slug:slug>/", views.one, name="one"),
    path("<slug:slug>/records/", views.records, name="records"),
]
