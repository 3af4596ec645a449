"""Whether there is a writer, what it has cost, and what has left this machine."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.rules import allows, check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company.queries import zone
from zhiyin.connectors.chat import Endpoint
from zhiyin.kit.errors import NotFound
from zhiyin.kit.memory import remembered
from zhiyin.understand.writer import rules, secret
from zhiyin.understand.writer.models import Allowance, Letter, WriterSettings
from zhiyin.understand.writer.values import Setup


def kept() -> WriterSettings:
    """What was entered on the page, or the defaults."""
    return WriterSettings.objects.filter(pk=1).first() or WriterSettings(pk=1)


def given() -> Endpoint | None:
    """What whoever runs the server has set outside the pages. It stands whole: their key goes to no address that
    somebody else enters, and a key that was entered on the page not to theirs."""
    home = settings.HOME
    address = home.setting("writer_address", "")
    if not address:
        return None
    return Endpoint(address, home.setting("writer_model", ""), home.setting("writer_key", ""))


@remembered
def setup() -> Setup:
    row, fixed = kept(), given()
    endpoint = fixed or Endpoint(row.address, row.model, secret.read() if row.address else "")
    return Setup(endpoint, row.budget, row.seconds, row.concurrent, row.keep_days, fixed is not None)


def is_on() -> bool:
    return setup().on


def allowance(at: datetime) -> Allowance:
    """Of the calendar month of this instant."""
    month = rules.month(at, zone())
    return Allowance.objects.filter(month=month).first() or Allowance(month=month)


def letters(actor: Actor, search: str = "") -> QuerySet[Letter]:
    """Everything that left, newest first: for administrators."""
    check(actor, Permission.MANAGE_SETTINGS)
    found = Letter.objects.all()
    if search:
        found = found.filter(Q(actor_name__icontains=search) | Q(material__icontains=search) | Q(purpose=search))
    return found


def letter(actor: Actor, number: int) -> Letter:
    """One of them; whoever asked may look up what they asked."""
    found = Letter.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no record number {id} of what left; it may have been deleted."), id=number)
    if not may_see(actor, found):
        check(actor, Permission.MANAGE_SETTINGS)
    return found


def may_see(actor: Actor, letter: Letter) -> bool:
    own = (letter.actor_kind, letter.actor_id) == (actor.kind, actor.id) and allows(actor, Permission.READ_PERSONAL)
    return own or allows(actor, Permission.MANAGE_SETTINGS)
