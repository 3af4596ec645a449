from django.urls import path

from zhiyin.web.desk.help import views

app_name = "help"
urlpatterns = [
    path("formulas/", views.formulas, name="formulas"),
    path("formulas/<slug:name>/", views.formula, name="formula"),
]
