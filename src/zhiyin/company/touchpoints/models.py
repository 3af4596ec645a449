from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Coded


class Stage(Coded):
    """One step of the journey; the stages in order of `position` are the journey map."""

    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("journey stage")
        ordering = ["position", "code"]


class Touchpoint(Coded):
    """Where company and customer meet. Its owner receives the cases that arise there."""

    class Channel(models.TextChoices):
        APP = "app", _("App")
        STORE = "store", _("Store")
        WEB = "web", _("Web")
        PHONE = "phone", _("Phone")
        DELIVERY = "delivery", _("Delivery")
        REVIEW_SITE = "review_site", _("Review site")
        SOCIAL = "social", _("Social media")
        MAIL = "mail", _("Mail")
        FIELD = "field", _("On site")
        OTHER = "other", _("Other")

    stage = models.ForeignKey(Stage, verbose_name=_("stage"), on_delete=models.PROTECT, related_name="touchpoints")
    position = models.PositiveIntegerField(_("position"), default=0)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel.choices, default=Channel.OTHER)
    owner_unit = models.ForeignKey(
        "company.Unit", verbose_name=_("owning unit"), null=True, blank=True, on_delete=models.PROTECT
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL
    )
    weight = models.FloatField(_("weight"), default=1.0, validators=[MinValueValidator(0), MaxValueValidator(1000)])

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("touchpoint")
        ordering = ["stage__position", "position", "code"]
