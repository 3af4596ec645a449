from django.apps import AppConfig


class ActConfig(AppConfig):
    name = "zhiyin.act"
    label = "act"
