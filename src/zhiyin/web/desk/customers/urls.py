from django.urls import path

from zhiyin.web.desk.customers import views

app_name = "customers"
urlpatterns = [path("", views.customers, name="list"), path("<str:code>/", views.customer, name="customer")]
