"""Arrow batches in, Arrow batches out: what Spark's `mapInArrow` calls, and anything else that hands out batches.

    annotated = frame.mapInArrow(mapper("review", key="id", pack="restaurant"), ddl)

A frame has no row numbers, so every mention carries the key of its row. Nothing here imports Spark.
"""

from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.understand.files import find_pack
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import brands
from zhiyin.understand.text.tables import MENTIONS

Batches = Iterator[pa.RecordBatch]


def schema(key: pa.Field) -> pa.Schema:
    """Of what `mapper` gives: the key, then a mention without its row number."""
    return pa.schema([key, *(field for field in MENTIONS if field.name != "row")])


def mapper(
    column: str, *, key: str, pack: str = "generic", own: Sequence[str] = (), rivals: Sequence[str] = ()
) -> Callable[[Batches], Batches]:
    """A function over batches that hold texts in `column`. It travels to where the batches are: word lists and models
    are loaded there, once for all batches of a partition."""

    def annotate(batches: Batches) -> Batches:
        understander = Understander(find_pack(pack), names=brands(own, rivals))
        for batch in batches:
            for name in (column, key):
                if name not in batch.schema.names:
                    known = ", ".join(batch.schema.names)
                    raise Invalid(_("There is no column “{name}”; there are: {known}."), name=name, known=known)
            found = understander.annotate(batch.column(column)).mentions
            keys = batch.column(key).take(found["row"].combine_chunks())
            columns = [keys, *(found[field.name] for field in MENTIONS if field.name != "row")]
            table = pa.table(columns, schema=schema(batch.schema.field(key)))
            yield from table.combine_chunks().to_batches()

    return annotate
