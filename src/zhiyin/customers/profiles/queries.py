from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.rules import allows, check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.customers.identity.models import Key
from zhiyin.customers.identity.rules import digest, email_of, phone_of
from zhiyin.customers.profiles import rules
from zhiyin.customers.profiles.models import Customer
from zhiyin.customers.profiles.values import Profile
from zhiyin.kit.errors import NotFound
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

MEETINGS = ("feedback", "answer", "order", "event")


def profile(actor: Actor, code: str) -> Profile:
    """The customer; masked for whoever may not see personal data."""
    check(actor, Permission.READ_FACTS)
    customer = Customer.objects.filter(code=code).first()
    if customer is None:
        raise NotFound(_("There is no customer {code}."), code=code)
    keys = tuple(Key.objects.filter(customer=customer, kind=Key.ID).values_list("value", flat=True))
    return _seen_by(actor, customer, keys)


def search(actor: Actor, words: str = "", *, limit: int = 50, offset: int = 0) -> list[Profile]:
    """By name, phone, e-mail, customer number or code; whoever sees no personal data finds by code alone."""
    check(actor, Permission.READ_FACTS)
    found = Customer.objects.all()
    if words := words.strip():
        wanted = Q(code__istartswith=words)
        if allows(actor, Permission.READ_PERSONAL):
            hashes = [digest(value) for value in (phone_of(words), email_of(words)) if value]
            wanted |= Q(name__icontains=words) | Q(key__kind=Key.ID, key__value=words) | Q(key__value__in=hashes)
        found = found.filter(wanted).distinct()
    page = list(found.order_by("-joined_at", "code")[offset : offset + limit])
    keys: dict[str, list[str]] = {}
    for customer, value in Key.objects.filter(customer__in=page, kind=Key.ID).values_list("customer_id", "value"):
        keys.setdefault(customer, []).append(value)
    return [_seen_by(actor, customer, tuple(keys.get(customer.code, ()))) for customer in page]


def met(customers: Sequence[str], reader: Reader) -> set[str]:
    """Those of them that the units of this reader have met."""
    union = " UNION ALL ".join(
        f'SELECT customer FROM "{name}" WHERE customer IN (SELECT unnest($customers))' for name in MEETINGS
    )
    found = open_facts(reader).sql(f"SELECT DISTINCT customer FROM ({union})", {"customers": list(customers)})
    return set(found["customer"].to_pylist())


def count() -> int:
    return Customer.objects.count()


def _seen_by(actor: Actor, customer: Customer, keys: tuple[str, ...]) -> Profile:
    open_ = allows(actor, Permission.READ_PERSONAL)
    return Profile(
        code=customer.code,
        name=customer.name if open_ else rules.mask_name(customer.name),
        phone=customer.phone if open_ else rules.mask_phone(customer.phone),
        email=customer.email if open_ else rules.mask_email(customer.email),
        address=customer.address if open_ else ("***" if customer.address else ""),
        city=customer.city,
        joined_at=customer.joined_at,
        tier=customer.tier,
        keys=keys if open_ else tuple(map(rules.mask_key, keys)),
        attributes=customer.attributes if open_ else {},
        masked=not open_,
    )


def naming(codes: Collection[str]) -> frozenset[str]:
    """Every word known to name one of these customers: what must not leave this machine. For masking, not for pages."""
    people = Customer.objects.filter(code__in=codes).values_list("code", "name", "phone", "email")
    keys = Key.objects.filter(customer__in=codes, kind=Key.ID).values_list("value", flat=True)
    return frozenset(word for words in people for word in words if word) | frozenset(keys)
