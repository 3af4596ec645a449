from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Coded


class Brand(Coded):
    """Ours or a rival's; voices about rivals are facts with the rival's brand code."""

    ours = models.BooleanField(_("our own"), default=False)

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("brand")
        ordering = ["-ours", "code"]
