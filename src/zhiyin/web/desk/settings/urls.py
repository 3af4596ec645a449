from django.urls import path

from zhiyin.web.desk.settings import audit, keys, letters, users, views, writer

app_name = "settings"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("sample/", views.sample, name="sample"),
    path("sample/<uuid:ident>/", views.progress, name="progress"),
    path("users/", users.users, name="users"),
    path("users/<int:pk>/", users.one, name="user"),
    path("users/<int:pk>/<slug:step>/", users.step, name="user-step"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<int:pk>/revoke/", keys.revoke, name="revoke"),
    path("writer/", writer.writer, name="writer"),
    path("writer/trial/", writer.trial, name="trial"),
    path("writer/letters/", letters.letters, name="letters"),
    path("writer/letters/forget/", letters.forget, name="forget"),
    path("writer/letters/<int:number>/", letters.letter, name="letter"),
    path("writer/letters/<int:number>/forget/", letters.forget_one, name="forget-one"),
    path("audit/", audit.audit, name="audit"),
]
