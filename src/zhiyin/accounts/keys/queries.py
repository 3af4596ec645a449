from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.keys.models import ApiKey
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.kit.errors import NotFound


def keys(actor: Actor) -> list[ApiKey]:
    check(actor, Permission.MANAGE_KEYS)
    return list(ApiKey.objects.all())


def key(actor: Actor, pk: int | str) -> ApiKey:
    check(actor, Permission.MANAGE_KEYS)
    found = ApiKey.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no API key with the number {id}."), id=pk)
    return found
