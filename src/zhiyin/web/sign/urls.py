from django.urls import path

from zhiyin.web.sign import views

urlpatterns = [
    path("sign-in", views.enter, name="sign-in"),
    path("sign-out", views.leave, name="sign-out"),
    path("language", views.language, name="language"),
    path("password", views.password, name="password"),
]
