from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "zhiyin.company"
    label = "company"
