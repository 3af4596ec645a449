"""Calls of Segment's spec as items of the inbox. Pure: the moment of arrival comes in as an argument."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from zhiyin.listen.inbox.values import EARLIEST, storable

CALLS = ("track", "identify", "page", "screen", "group", "alias")
PLACES = ("unit", "brand", "product", "touchpoint", "channel")
"""Properties that, as short texts, say where on the company map it happened."""
KEPT = ("page", "campaign", "app", "os", "library", "locale", "timezone")
"""Parts of the context that stay; the address of the machine and the traits of the person do not."""
PERSON = {"name": 120, "phone": 40, "email": 254}
SOURCE = "segment"

Call = Mapping[str, Any]


def placed(call: Call, moment: datetime) -> dict[str, Any]:
    """With `at`: the device's clock may be wrong, but it knows how long before sending it happened."""
    given, sent = call.get("timestamp") or call.get("originalTimestamp"), call.get("sentAt")
    happened, left = _instant(given), _instant(sent)
    if given and happened is None:
        at: object = given  # no date: the inbox says so
    elif happened is None:
        at = moment.isoformat()
    else:
        try:
            at = (min(moment - (left - happened), moment) if left and left >= happened else happened).isoformat()
        except OverflowError:
            at = given  # the year 1, as a clock that was never set says: the inbox refuses it
    return {**call, "at": at}


def event(call: Call) -> dict[str, Any]:
    kind = call.get("type")
    properties = _object(call.get("properties"))
    found: dict[str, Any] = {
        "source": SOURCE,
        "at": call.get("at"),
        # Which kind of call it is must be known; an empty name is refused by the inbox.
        "name": call.get("event", "") if kind == "track" else kind if kind in CALLS else "",
        "properties": properties | _more(call),
    }
    for name, field in (("messageId", "external_id"), ("userId", "customer"), ("anonymousId", "anonymous")):
        if call.get(name) not in (None, ""):
            found[field] = str(call[name])
    session = properties.get("session_id") or _object(call.get("context")).get("sessionId")
    if session:
        found["session"] = str(session)[:120]
    return found | {name: properties[name] for name in PLACES if _short(properties.get(name))}


def customer(call: Call, moment: datetime) -> dict[str, Any] | None:
    """Who an identify is about; None where it names nobody. What traits leave empty stays as it was. A trait that the
    inbox would refuse is left out: the event is taken already, so the call would not be heard a second time."""
    if call.get("userId") in (None, ""):
        return None
    traits = dict(_object(call.get("traits")))
    person = {name: str(traits.pop(name))[:most] for name, most in PERSON.items() if traits.get(name)}
    parts = [traits.pop(name, None) for name in ("firstName", "lastName", "first_name", "last_name")]
    if "name" not in person and any(parts):
        person["name"] = " ".join(str(part) for part in parts if part)[:120]
    address = traits.pop("address", None)
    if isinstance(address, dict):
        person["address"] = " ".join(str(part) for part in address.values() if part)[:300]
        person["city"] = str(address.get("city") or "")[:80]
    elif address:
        person["address"] = str(address)[:300]
    if traits.get("city"):
        person["city"] = str(traits.pop("city"))[:80]
    joined = _instant(traits.pop("createdAt", None))
    kept = {name: value for name, value in traits.items() if _storable(value)}
    found: dict[str, Any] = {"source": SOURCE, "customer": str(call["userId"]), "person": person, "attributes": kept}
    if joined is not None and EARLIEST < joined <= moment:
        found["joined_at"] = joined.isoformat()
    return found


def _more(call: Call) -> dict[str, Any]:
    """What a call says beside its properties. Of an identify nothing: its traits are the customer's record."""
    more = {
        name: call[name]
        for name in ("category", "groupId", "previousId")
        if call.get(name) and call.get("type") != "track"
    }
    if call.get("type") in ("page", "screen") and call.get("name"):
        more["name"] = call["name"]
    if call.get("type") == "group" and _object(call.get("traits")):
        more["traits"] = call["traits"]
    context = {name: value for name, value in _object(call.get("context")).items() if name in KEPT and value}
    return more | ({"context": context} if context else {})


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _short(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 120


def _storable(trait: object) -> bool:
    try:
        storable(trait, depth=2)
    except ValueError:
        return False
    return True


def _instant(value: object) -> datetime | None:
    """ISO 8601, or milliseconds since 1970, as some libraries write them."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        found = datetime.fromisoformat(str(value)) if value else None
    except (ValueError, OverflowError, OSError):
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
