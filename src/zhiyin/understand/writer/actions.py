"""Changing whom we ask."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.connectors.chat.errors import BadAddress
from zhiyin.connectors.chat.rules import is_open, origin, parts
from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.understand.writer import queries, secret
from zhiyin.understand.writer.models import WriterSettings

FIELDS = ("address", "model", "allow_open", "budget", "seconds", "concurrent", "keep_days")


@transaction.atomic
def configure(actor: Actor, *, key: str | None = None, version: int | None = None, **values: Any) -> WriterSettings:
    """`key`: None leaves it as it is, "" forgets it. A key never goes along to another server: with the address it
    is forgotten, unless a new one comes."""
    check(actor, Permission.MANAGE_SETTINGS)
    row = locked()
    if version is not None and version != row.version:
        raise Conflict(_("Somebody else changed these settings meanwhile. Look at them as they are now."))
    before = {name: getattr(row, name) for name in FIELDS}
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"the writer has no setting {name}")
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    _check(row)
    moved = _owner(before["address"]) != _owner(row.address)
    if key is None and moved:
        key = ""
    changed = {name: getattr(row, name) for name in FIELDS if getattr(row, name) != before[name]}
    if "address" in changed:
        changed["host"] = _owner(changed.pop("address")) or "–"
    row.version += 1
    row.save()
    # The trail masks what is called a token or an address; a host and a number are neither.
    told = {"tokens_per_month" if name == "budget" else name: value for name, value in changed.items()}
    if key is not None:
        _check_key(key := key.strip())
        told["secret"] = key != secret.read()
    audit.record(actor, "change", row, **told)
    if key is not None:
        secret.keep(key)
    return row


def locked() -> WriterSettings:
    """Whoever has this row changes settings or spends; everybody else waits for the end of the transaction."""
    WriterSettings.objects.get_or_create(pk=1)
    return WriterSettings.objects.select_for_update().get(pk=1)


def _owner(address: str) -> str:
    try:
        return origin(address) if address else ""
    except BadAddress:
        return ""


def _check(row: WriterSettings) -> None:
    if row.address:
        parts(row.address)
        if is_open(row.address) and not row.allow_open:
            raise Invalid(
                _("What goes to {address} can be read on the way: it is no https, and another machine. Use https, or "
                  "confirm here that the way there is yours."),
                address=row.address,
                field="allow_open",
            )  # fmt: skip
    if bool(row.address) != bool(row.model) and not queries.given():
        raise Invalid(
            _("A model needs both an address and its name; leave both empty to switch it off."), field="model"
        )
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        name, wrong = next(iter(error.message_dict.items()))
        raise Invalid("{field}: {wrong}", field=name, wrong=wrong[0]) from error


def _check_key(key: str) -> None:
    if not key.isascii() or not key.isprintable() or " " in key or len(key) > 500:
        raise Invalid(_("The key holds spaces or signs that no key has. Copy it again."), field="key")
