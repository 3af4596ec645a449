import pytest
from tests.company.cast import BOSS

from zhiyin.company import actions


@pytest.fixture
def shops(db: None) -> None:
    """East above Shanghai and Hangzhou, each with a store."""
    for code, kind, parent in (
        ("east", "region", ""),
        ("sh", "city", "east"),
        ("hz", "city", "east"),
        ("sh01", "store", "sh"),
        ("hz01", "store", "hz"),
    ):
        actions.create(BOSS, "unit", code=code, kind=kind, parent=parent)
