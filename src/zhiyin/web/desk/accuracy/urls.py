from django.urls import path

from zhiyin.web.desk.accuracy import views

app_name = "accuracy"
urlpatterns = [path("", views.accuracy, name="page")]
