"""parquet."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.base import ROWS, Reading, tidy
from zhiyin.listen.imports.values import Batch, Layout


class ParquetReading(Reading):
    def __init__(self, path: Path) -> None:
        try:
            self.file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise BadFile(_("{file} is no complete Parquet file: fetch it again."), file=path.name) from error
        self.path = path
        self.layout = Layout("parquet", tidy(self.file.schema_arrow.names))
        self.done = 0

    @property
    def share(self) -> float:
        return float(self.done / max(self.file.metadata.num_rows, 1))

    def batches(self, size: int = ROWS) -> Iterator[Batch]:
        try:
            for batch in self.file.iter_batches(batch_size=size):
                lines = np.arange(self.done + 1, self.done + 1 + len(batch), dtype=np.int64)
                self.done += len(batch)
                table = pa.table([text(column) for column in batch.columns], list(self.layout.columns))
                yield Batch(lines, table)
        except (pa.ArrowException, OSError) as error:
            raise BadFile(_("{file} is no complete Parquet file: fetch it again."), file=self.path.name) from error


def text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        plain = [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in column.to_pylist()
        ]
        return pa.array(plain, pa.string())
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = column.cast(pa.timestamp(column.type.unit, "UTC"))
    return pc.cast(column, pa.string())
