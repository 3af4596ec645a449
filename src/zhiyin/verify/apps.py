from django.apps import AppConfig


class VerifyConfig(AppConfig):
    name = "zhiyin.verify"
    label = "verify"
