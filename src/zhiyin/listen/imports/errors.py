"""Failures that stop a whole import, and the sentences for rows that are put aside."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid


class BadFile(Invalid):
    code = "bad_file"


class BadMapping(Invalid):
    code = "bad_mapping"


REASONS: dict[str, str | Promise] = {
    "ragged": _("More or fewer cells than the header has columns: put quotes around cells that hold the delimiter."),
    "encoding": _("Bytes that do not belong to the file's encoding: save the file as UTF-8, or give --set encoding=…"),
    "overlong": _("A cell of more than a million characters: look for a missing closing quote."),
    "syntax": _("Not readable as JSON: one object per line is expected."),
    "missing": _("A value that is needed is empty."),
    "date": _("Not a date in the form that this column has."),
    "early": _("A date before 1970."),
    "future": _("A date in the future."),
    "late": _("A date after 2100."),
    "number": _("Not a number."),
    "scale": _("Outside the scale: if this code means “no answer”, name it as blank."),
    "repeated": _("The same id stands in an earlier row of this file; the first one counts."),
    "unit": _("Belongs to a unit that you are not responsible for, or to none."),
    "speaker": _("Who speaks is not known: use customer, agent or bot, or say --set speaker.customer=NAME."),
    "caption": _("The time above these words cannot be read: 00:00:01.000 --> 00:00:03.000 is expected."),
    "ours": _("Written by the company itself or by a machine: no opinion of a customer."),
}
