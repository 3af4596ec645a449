from django.urls import path

from zhiyin.web.desk.topics import views

app_name = "topics"
urlpatterns = [
    path("", views.topics, name="list"),
    path("dismiss/", views.dismiss, name="dismiss"),
    path("recall/<str:code>/", views.recall, name="recall"),
]
