import pytest

from zhiyin.warehouse import cursors

pytestmark = pytest.mark.django_db


def test_crash_between_start_and_finish_shows() -> None:
    assert cursors.read("understand", "feedback") == cursors.Place()
    cursors.start("understand", "feedback", "100")
    assert cursors.read("understand", "feedback") == cursors.Place("", "100")
    assert cursors.read("understand", "feedback").state == "started"
    cursors.finish("understand", "feedback", "100")
    cursors.start("understand", "feedback", "200")
    assert cursors.read("understand", "feedback") == cursors.Place("100", "200")


def test_reset_reads_from_the_beginning() -> None:
    cursors.finish("understand", "feedback", "100")
    cursors.finish("understand", "turns", "100")
    cursors.finish("act", "alerts", "100")
    cursors.reset("understand")
    assert cursors.read("understand", "feedback").position == ""
    assert cursors.read("understand", "turns").position == ""
    assert cursors.read("act", "alerts").position == "100"
