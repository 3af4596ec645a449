from zhiyin.accounts.keys.models import ApiKey
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission


def keys(actor: Actor) -> list[ApiKey]:
    check(actor, Permission.MANAGE_KEYS)
    return list(ApiKey.objects.all())
