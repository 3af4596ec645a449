from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are asserted in English whatever the default language is."""
    with translation.override("en"):
        yield
