import pytest
from tests.cast import SYSTEM, Cast, assemble

from zhiyin.company import actions as company


@pytest.fixture
def map_(db: None) -> None:
    """Two regions with a store each, a service queue, a touchpoint owned by the region east."""
    for code, kind, parent in (
        ("all", "department", ""),
        ("east", "region", "all"),
        ("north", "region", "all"),
        ("east-01", "store", "east"),
        ("north-01", "store", "north"),
        ("queue", "queue", "all"),
    ):
        company.create(SYSTEM, "unit", code=code, kind=kind, parent=parent)
    company.create(SYSTEM, "stage", code="receive")
    company.create(SYSTEM, "touchpoint", code="delivery", stage="receive", owner_unit="east")


@pytest.fixture
def people(map_: None) -> Cast:
    return assemble()
