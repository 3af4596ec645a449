from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhiyin.accounts"
    label = "accounts"
