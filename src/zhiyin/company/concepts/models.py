from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiyin.company.base import Coded
from zhiyin.company.concepts import rules
from zhiyin.company.concepts.values import NEEDED, Idea
from zhiyin.company.packs.values import ATTRIBUTE, OWN, PART, Name
from zhiyin.kit.errors import Conflict


class Concept(Coded):
    """An aspect of the company's own, or words that it adds to an aspect of its pack (`extends`)."""

    class Kind(models.TextChoices):
        PART = PART, pgettext_lazy("aspect", "part")
        ATTRIBUTE = ATTRIBUTE, pgettext_lazy("aspect", "attribute")

    lasting: ClassVar[bool] = True

    extends = models.CharField(_("adds words to"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.PART)
    parent = models.CharField(_("belongs to"), max_length=64, blank=True)
    touchpoint = models.CharField(_("met at"), max_length=64, blank=True)
    words = models.JSONField(_("words"), default=list, blank=True)
    examples = models.JSONField(_("examples"), default=list, blank=True)
    refused = models.JSONField(_("not this"), default=list, blank=True)

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("own aspect")
        ordering = ["code"]

    @property
    def idea(self) -> Idea:
        name = Name(self.name_en or self.name_zh, self.name_zh or self.name_en)
        return Idea(
            self.code, name, self.extends, self.parent, self.touchpoint, tuple(self.words), tuple(self.examples),
            tuple(self.refused), self.kind,
        )  # fmt: skip

    def clean(self) -> None:
        # Imported here: queries read these records.
        from zhiyin.company.concepts.queries import problems

        self.words, self.examples, self.refused = map(_listed, (self.words, self.examples, self.refused))
        if not self.code.startswith(OWN):
            raise ValidationError(
                {"code": _("The code of an own aspect begins with own_, so that no pack has it too.")}
            )
        if not (self.name_zh or self.name_en):
            raise ValidationError({"name_zh": _("Give it a name, in Chinese or in English.")})
        if not self.words and len(self.examples) < NEEDED:
            raise ValidationError({"words": _("Give at least one word, or five examples.")})
        if self.active and (found := problems(self)):
            raise ValidationError(found)

    def settle(self) -> None:
        """Its words are its alone: whoever comes second with one is told, even at the same moment."""
        self.held.all().delete()
        if not self.active:
            return
        try:
            Held.objects.bulk_create(Held(concept=self, word=rules.folded(word)[:64]) for word in self.words)
        except IntegrityError:
            raise Conflict(
                _("Somebody has just added one of the words of “{name}”. Look at your company's aspects again."),
                name=str(self),
            ) from None


class Held(models.Model):
    """A word in use, so that two people cannot give it to two concepts at once."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="held")
    word = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.word


def _listed(value: Any) -> list[str]:
    """From a form, a file or a key: a list of texts, or nothing."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValidationError(_("Words and examples are lists of texts."))
    return rules.tidy(value)
