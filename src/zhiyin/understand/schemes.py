"""`zhiyin categories FILE`: a file of reviews to a file of what each speaks of in a fixed scheme. Needs no home."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.understand.files import Done, Tell, judge_file
from zhiyin.understand.text import categories


class UnknownScheme(Invalid):
    code = "unknown_scheme"


def find_scheme(name: str) -> categories.Scheme:
    if name not in categories.SCHEMES:
        known = ", ".join(categories.SCHEMES)
        raise UnknownScheme(_("There is no scheme “{name}”; choose one of: {known}."), name=name, known=known)
    return categories.load(name)


def categorise_file(file: Path, *, scheme: str, column: str | None = None, out: Path, tell: Tell | None = None) -> Done:
    """One row a category of a text; rows of the file count from 0. Memory holds one batch."""
    return judge_file(file, find_scheme(scheme).judge, categories.TABLE, column=column, out=out, tell=tell)
