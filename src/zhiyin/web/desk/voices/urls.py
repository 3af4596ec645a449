from django.urls import path

from zhiyin.web.desk.voices import views

app_name = "voices"
urlpatterns = [path("", views.voices, name="list"), path("<str:ident>/", views.voice, name="voice")]
