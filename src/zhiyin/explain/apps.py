from django.apps import AppConfig


class ExplainConfig(AppConfig):
    name = "zhiyin.explain"
    label = "explain"
