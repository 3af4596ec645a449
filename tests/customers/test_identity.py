"""One person, one code, however often and by whatever name."""

import pyarrow as pa
import pytest
from tests.cast import SYSTEM, Cast

from zhiyin.customers.identity.actions import Resolver
from zhiyin.customers.models import Customer, Key
from zhiyin.customers.profiles import queries, rules

pytestmark = pytest.mark.django_db


def resolve(*people: tuple[str | None, str | None, str | None], space: str = "", batch: str = "b1") -> list[str | None]:
    """Of (customer number, phone, e-mail) each."""
    keys, phones, emails = (pa.array(column, pa.string()) for column in zip(*people, strict=True))
    table = pa.table({"key": keys, "phone": phones, "email": emails})
    codes: list[str | None] = Resolver(SYSTEM, space=space, batch=batch)(table).to_pylist()
    return codes


def test_the_same_number_is_the_same_customer() -> None:
    first, again, other, nobody = resolve(
        ("M1", None, None), ("M1", None, None), ("M2", None, None), (None, None, None)
    )
    assert first == again != other
    assert nobody is None
    assert resolve(("M1", None, None)) == [first]
    assert "M1" not in str(first)


def test_a_phone_or_an_address_finds_the_customer() -> None:
    (first,) = resolve(("M1", "+86 138-0000-1234", "Wang@X.com"))
    assert resolve((None, "13800001234", None), (None, None, "wang@x.com "), ("M9", "13800001234", None)) == [first] * 3
    assert Customer.objects.count() == 1
    assert not Key.objects.filter(value__contains="13800001234").exists()


def test_numbers_of_another_company_are_other_customers() -> None:
    assert resolve(("1", None, None)) != resolve(("1", None, None), space="rival")


def test_two_known_customers_are_not_merged_by_one_row() -> None:
    one, two = resolve(("M1", None, None), (None, "13800001234", None))
    assert resolve(("M1", "13800001234", None)) == [one]
    assert resolve((None, "13800001234", None)) == [two]


def test_twenty_thousand_at_once_take_few_queries(django_assert_max_num_queries: object) -> None:
    people = [(f"M{n}", None, None) for n in range(20_000)]
    with django_assert_max_num_queries(40):  # type: ignore[operator]  # pytest-django names no type for it
        resolve(*people)
    assert Customer.objects.count() == 20_000


def test_whoever_may_not_see_personal_data_sees_masks(cast: Cast) -> None:
    (code,) = resolve(("M1-777", "13800001234", "wang@x.com"))
    assert code is not None
    Customer.objects.update(name="王小芳")
    seen, masked = (queries.profile(cast.actor(name), code) for name in ("zhou", "he"))
    assert (seen.name, seen.phone, seen.keys) == ("王小芳", "13800001234", ("M1-777",))
    assert (masked.name, masked.phone, masked.email) == ("王**", "138****1234", "w***@x.com")
    assert masked.masked
    assert [found.code for found in queries.search(cast.actor("zhou"), "138 0000 1234")] == [code]
    assert queries.search(cast.actor("he"), "王小芳") == []


def test_masks() -> None:
    assert [rules.mask_name(name) for name in ("", "王芳", "John Smith")] == ["", "王*", "J***"]
    assert [rules.mask_phone(phone) for phone in ("", "110", "13800001234")] == ["", "****", "138****1234"]


def test_whoever_was_met_earlier_in_the_file_keeps_the_code() -> None:
    resolve = Resolver(SYSTEM, batch="b1")
    codes: dict[str, set[str]] = {}
    for first in (0, 3, 9, 1, 2, 30, 0):
        keys = [f"M{first + n}" for n in range(20)] + [None]
        found = resolve(pa.table({"key": pa.array([*keys, keys[0]], pa.string())})).to_pylist()
        assert found[20] is None
        assert found[21] == found[0]
        for key, code in zip(keys[:20], found, strict=False):
            codes.setdefault(str(key), set()).add(code)
    assert {len(seen) for seen in codes.values()} == {1}
    assert Customer.objects.count() == len(codes) == len({code for seen in codes.values() for code in seen})
