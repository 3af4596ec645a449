from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhiyin.web"
    label = "web"
