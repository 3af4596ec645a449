import json

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils import translation
from tests.explain.world import JUNE, MAY, Month, fill

from zhiyin.cli.explain import explain
from zhiyin.warehouse.engines import Lake

pytestmark = pytest.mark.django_db
DAYS = ["--from", f"{JUNE.start:%Y-%m-%d}", "--to", "2026-06-30", "--against", f"{MAY.start:%Y-%m-%d}", "2026-05-31"]


def run(*arguments: str) -> tuple[int, str]:
    (settings.HOME.path / "settings.toml").touch()
    with translation.override("en"):  # the command speaks the terminal's language; the tests go on in their own
        result = CliRunner().invoke(explain, list(arguments))
    return result.exit_code, result.output


def test_from_the_shell(lake: Lake) -> None:
    fill(Month(MAY), Month(JUNE, complaints={"kitchen": 0.6}))
    code, shown = run("nps", *DAYS)
    assert code == 0
    line = next(line for line in shown.splitlines() if "kitchen" in line)
    assert line.startswith("●")
    assert "配送太慢了" in shown
    code, plain = run("nps", *DAYS, "--json", "--by", "unit")
    assert code == 0
    found = json.loads(plain)
    assert found["change"]["verdict"] == "changed"
    assert found["splits"][0]["contributions"][0]["key"] == "kitchen"
    code, shown = run("nps", "--from", "2026-06-30", "--to", "2026-06-01")
    assert code == 2
    assert "2026-06-01" in shown


def test_what_stands_out_from_the_shell(lake: Lake) -> None:
    fill(Month(JUNE, complaints={"kitchen": 0.9}))
    days = ["--from", "2026-06-01", "--to", "2026-06-30"]
    code, shown = run("net_sentiment", *days, "--across", "unit", "--across", "aspect")
    assert code == 0
    first = shown.splitlines()[1]
    assert "kitchen" in first
    assert "delivery_speed" in first
    assert "配送太慢了" in shown
    code, plain = run("net_sentiment", *days, "--across", "unit", "--json")
    assert json.loads(plain)[0]["group"] == [["unit", "kitchen"]]
    code, shown = run("net_sentiment", *days, "--across", "unit", "--by", "unit")
    assert code == 2
    assert "--across" in shown
