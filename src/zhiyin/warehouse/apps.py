from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "zhiyin.warehouse"
    label = "warehouse"
