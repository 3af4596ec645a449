"""The kernel where batches of a larger frame are: the same opinions, under the key of their row."""

import pyarrow as pa
import pytest

from zhiyin.kit.errors import Invalid
from zhiyin.understand import understand
from zhiyin.understand.frames import mapper, schema

TEXTS = ["很好吃，就是太贵了", None, "Delivery was slow", "咖啡不好喝，服务员很热情"]
BATCH = pa.record_batch({"id": ["a", "b", "c", "d"], "review": TEXTS})


def test_batches_say_what_a_list_says() -> None:
    work = mapper("review", key="id", pack="restaurant")
    parts = pa.Table.from_batches(list(work(iter([BATCH.slice(0, 1), BATCH.slice(1, 3)]))))
    assert parts.schema == schema(BATCH.schema.field("id"))
    alone = understand(TEXTS, "restaurant")
    assert parts["id"].to_pylist() == ["abcd"[row] for row in alone["row"].to_pylist()]
    assert parts.drop(["id"]).to_pylist() == alone.drop(["row"]).to_pylist()


def test_a_wrong_column_is_named() -> None:
    with pytest.raises(Invalid, match="“text”"):
        list(mapper("text", key="id")(iter([BATCH])))
