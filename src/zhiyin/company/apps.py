from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompanyConfig(AppConfig):
    name = "zhiyin.company"
    label = "company"
    verbose_name = _("Company")

    def ready(self) -> None:
        from zhiyin.accounts.queries import use_company  # models are there only now
        from zhiyin.company.brands.queries import own_codes
        from zhiyin.company.units.queries import parents

        use_company(parents, own_codes)
