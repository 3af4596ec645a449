from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast import SYSTEM

from zhiyin.accounts.keys.actions import create_key

Call = Callable[..., Any]


@pytest.fixture
def secret(db: None) -> str:
    _key, secret = create_key(SYSTEM, "shop", scopes=["import_data"])
    return secret


@pytest.fixture
def post(client: Client, secret: str) -> Call:
    """A POST to the API with a valid key; `key` is the Idempotency-Key, `bearer` another API key."""

    def call(noun: str, body: object, *, key: str = "", bearer: str = secret) -> Any:
        headers = {"Authorization": f"Bearer {bearer}"} | ({"Idempotency-Key": key} if key else {})
        return client.post(f"/api/v1/{noun}", body, content_type="application/json", headers=headers)

    return call
