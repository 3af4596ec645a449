"""The API document is kept as a file: a change of the API shows as a change of it.

After a wanted change: `ZHIYIN_TEST_RECORD=1 python -m pytest tests/api/test_document.py`
"""

import json
import os
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parent / "openapi.json"


def test_the_document_is_as_recorded(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    document["info"].pop("version")
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("ZHIYIN_TEST_RECORD"):
        SNAPSHOT.write_text(text, "utf-8")
    assert text == SNAPSHOT.read_text("utf-8")


def test_the_document_can_be_read_in_a_browser(client: Client) -> None:
    assert client.get("/api/v1/docs").status_code == 200
