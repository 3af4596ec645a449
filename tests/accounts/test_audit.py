import pytest
from tests.cast import Cast

from zhiyin.accounts import actions, audit
from zhiyin.accounts.audit import queries, rules
from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.kit.errors import Forbidden

pytestmark = pytest.mark.django_db


def test_each_write_leaves_an_entry(cast: Cast) -> None:
    lin = cast.actor("lin")
    actions.change_user(lin, cast.he, role="analyst")
    entry = queries.entries(lin, subject=("accounts.user", cast.he.pk))[0]
    assert (entry.actor_name, entry.verb) == ("林岚", "change")
    assert entry.details["after"]["role"] == "analyst"


def test_trail_holds_no_secrets_and_no_contacts(cast: Cast) -> None:
    audit.record(
        cast.actor("lin"),
        "note",
        ("customer", 7),
        password="hunter2",
        phone="anything",
        text="电话13812345678，邮箱 zhang.san@example.com，证件 11010519491231002X，座机 010-62781234",
        n=13812345678 // 1000,
    )
    stored = str(AuditEntry.objects.latest("id").details)
    for private in ("hunter2", "anything", "13812345678", "example.com", "11010519491231002X", "62781234"):
        assert private not in stored
    assert "13812345" in stored, "plain numbers are not phone numbers"


def test_chain_shows_a_changed_entry(cast: Cast) -> None:
    assert queries.verify().whole
    victim = AuditEntry.objects.order_by("id")[2]
    AuditEntry.objects.filter(pk=victim.pk).update(actor_name="别人")
    assert queries.verify().broken == victim.pk


def test_chain_shows_entries_cut_off_the_end(cast: Cast) -> None:
    AuditEntry.objects.latest("id").delete()
    assert not queries.verify().whole


def test_chain_shows_an_entry_taken_out(cast: Cast) -> None:
    AuditEntry.objects.order_by("id")[1].delete()
    assert not queries.verify().whole


@pytest.mark.parametrize("who", ["zhou", "chen", "wang", "zhao", "he"])
def test_only_administrators_read_the_trail(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        queries.entries(cast.actor(who))


def test_details_keep_their_shape() -> None:
    assert rules.clean({"a": [1, 2.5, None, True], "b": {"c"}, "key": "k"}) == {
        "a": [1, 2.5, None, True],
        "b": ["c"],
        "key": rules.MASK,
    }
