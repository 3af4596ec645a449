from django.apps import AppConfig


class ListenConfig(AppConfig):
    name = "zhiyin.listen"
    label = "listen"
