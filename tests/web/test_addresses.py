"""Nothing written into an address breaks a page: there is always a sentence."""

import base64
import json
from collections.abc import Callable

from django.conf import settings
from django.test import Client

from zhiyin.customers.models import Customer

Browse = Callable[..., Client]


def key(*values: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


LONG = "9" * 5_000
ADDRESSES = (
    f"/listen/voices/?after={key('2026-09-10T00:00:00+00:00', 'no-uuid')}",
    f"/listen/voices/?after={key('0001-01-01T00:00:00+14:00', '0' * 32)}",
    "/listen/voices/?label=%00&q=%00",
    "/customers/?from_row=²",
    f"/customers/?from_row={LONG}",
    f"/act/cases/?owner={LONG}",
    "/act/cases/?owner=99999999999999999999&q=%00",
    "/measure/indicators/nps/?brand=%27%22%3B--&unit=%5C%27",
    "/measure/indicators/nps/?by=%27",
    "/measure/indicators/nps/?from=1900-01-01&to=2200-01-01",
    "/measure/indicators/net_sentiment/?aspect=%00",
    "/explain/net_sentiment/?aspect=%00",
    "/explain/nps/?group=unit%3D%27",
    "/?from=0000-00-00&to=99999-1-1",
    "/?brand=%27%22&touchpoint=%27",
    "/find?q=%23999999999999999999999999",
)


def test_no_address_breaks_a_page(browse: Browse) -> None:
    client = browse("lin")
    client.raise_request_exception = False
    answers = {address: client.get(address).status_code for address in ADDRESSES}
    assert {address: status for address, status in answers.items() if status >= 500} == {}


def test_no_posted_number_breaks_the_tree(browse: Browse) -> None:
    client = browse("lin")
    client.raise_request_exception = False
    assert client.post("/measure/tree/", {"based_on": "abc"}).status_code < 500


def test_a_region_finds_only_the_customers_it_has_met(browse: Browse) -> None:
    for code, name in (("c2", "王一"), ("c3", "王二"), ("c99", "王三")):
        Customer.objects.create(code=code, name=name, phone="13900001111")
    east = browse("chen").get("/customers/?q=王").content.decode()
    assert "王一" in east
    assert "王二" not in east
    assert "王三" not in east
    assert "王一" not in browse("chen").get("/customers/").content.decode()
    assert "王三" in browse("zhou").get("/customers/?q=王").content.decode()
    assert browse("chen").get("/customers/c3/").status_code == 404


def test_where_the_server_keeps_its_files_is_for_administrators(browse: Browse) -> None:
    home = str(settings.HOME.path)
    assert home in browse("lin").get("/settings/").content.decode()
    assert home not in browse("he").get("/settings/").content.decode()
