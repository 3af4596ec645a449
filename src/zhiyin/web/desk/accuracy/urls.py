from django.urls import path

from zhiyin.web.desk.accuracy import asking, learning, views

app_name = "accuracy"
urlpatterns = [
    path("", views.accuracy, name="page"),
    path("learn/", learning.learn, name="learn"),
    path("use/<int:number>/", learning.use, name="use"),
    path("leave/<int:number>/", learning.leave, name="leave"),
    path("ask/", asking.ask, name="ask"),
    path("ask/answer/", asking.answer, name="answer"),
]
