from django.apps import AppConfig


class UnderstandConfig(AppConfig):
    name = "zhiyin.understand"
    label = "understand"
