"""Nothing written into an address breaks a page: there is always a sentence."""

import base64
import json
import re
from collections.abc import Callable

import pyarrow as pa
from django.conf import settings
from django.test import Client
from tests.cast import SYSTEM

from zhiyin.customers.identity.actions import Resolver
from zhiyin.customers.models import Customer

Browse = Callable[..., Client]


def key(*values: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


LONG = "9" * 5_000
ADDRESSES = (
    f"/listen/voices/?after={key('2026-09-10T00:00:00+00:00', 'no-uuid')}",
    f"/listen/voices/?after={key('0001-01-01T00:00:00+14:00', '0' * 32)}",
    "/listen/voices/?label=%00&q=%00",
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


def test_no_posted_row_breaks_the_customers(browse: Browse) -> None:
    client = browse("lin")
    for row in ("²", LONG, "-1", "\x00"):
        assert client.post("/customers/", {"q": "王", "from_row": row}).status_code < 500


def test_no_posted_number_breaks_the_tree(browse: Browse) -> None:
    client = browse("lin")
    client.raise_request_exception = False
    assert client.post("/measure/tree/", {"based_on": "abc"}).status_code < 500


def test_a_region_finds_only_the_customers_it_has_met(browse: Browse) -> None:
    for code, name in (("c2", "王一"), ("c3", "王二"), ("c99", "王三")):
        Customer.objects.create(code=code, name=name, phone="13900001111")
    east = browse("chen").post("/customers/", {"q": "王"}).content.decode()
    assert "王一" in east
    assert "王二" not in east
    assert "王三" not in east
    assert "王一" not in browse("chen").get("/customers/").content.decode()
    assert "王三" in browse("zhou").post("/customers/", {"q": "王"}).content.decode()
    assert browse("chen").get("/customers/c3/").status_code == 404


def test_whom_one_looks_for_stands_in_no_address(browse: Browse) -> None:
    """Addresses stay in histories and logs, and what is typed into a search may be a phone number."""
    Resolver(SYSTEM)(pa.table({"key": ["M1"], "name": ["王芳"], "phone": ["13900001111"]}))
    Customer.objects.bulk_create(Customer(code=f"d{n}", name=f"王{n}") for n in range(60))
    client = browse("zhou")
    page = client.post("/customers/", {"q": "13900001111"}).content.decode()
    assert "王芳" in page
    assert "王12" not in page
    assert 'method="post" role="search"' in page
    for address in re.findall(r'(?:href|action)="([^"]*)"', page):
        assert "13900001111" not in address
    assert "王12" in client.get("/customers/?q=13900001111").content.decode(), "nobody is looked for in an address"
    more = client.post("/customers/", {"q": "王", "from_row": "50"}).content.decode()
    assert "王59" in more
    assert client.post("/find", {"q": "13900001111"}).json()["hits"][0]["name"] == "王芳"
    assert client.get("/find?q=13900001111").json()["hits"] == []


def test_where_the_server_keeps_its_files_is_for_administrators(browse: Browse) -> None:
    home = str(settings.HOME.path)
    assert home in browse("lin").get("/settings/").content.decode()
    assert home not in browse("he").get("/settings/").content.decode()
