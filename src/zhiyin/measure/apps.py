from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "zhiyin.measure"
    label = "measure"
