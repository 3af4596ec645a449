"""The same kernel on Spark: a standalone cluster of a master and two workers of one core each, started here, against
the same reviews annotated in one process. Needs `pip install pyspark` and Java 17, then `ZHIYIN_SHARED=… python -m
benchmarks.understand.spark [ROWS]`. Prints whether the opinions agree row for row, and times.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.understand import corpora
from zhiyin.understand import understand
from zhiyin.understand.frames import mapper, schema

HOST = "127.0.0.1"


def reviews(rows: int) -> pa.Table:
    """The shop, hotel and take-away reviews, over again until there are enough."""
    texts = [example.text for example in corpora.chinese() if example.corpus in ("shop", "hotel", "takeaway")]
    return pa.table({"id": pa.array(range(rows), pa.int64()), "review": [texts[n % len(texts)] for n in range(rows)]})


@contextmanager
def cluster(workers: int, folder: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    home = Path(import_module("pyspark").__file__ or "").parent
    start = [str(home / "bin" / "spark-class"), "org.apache.spark.deploy"]
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable}
    address = f"spark://{HOST}:{port}"
    master = ["master.Master", "--host", HOST, "--port", str(port), "--webui-port", "0"]
    worker = ["worker.Worker", "--cores", "1", "--memory", "2g", "--webui-port", "0", "--work-dir", folder, address]
    running: list[subprocess.Popen[bytes]] = []
    try:
        for one in (master, *[worker] * workers):
            command = [start[0], f"{start[1]}.{one[0]}", *one[1:]]
            running.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
            _wait(port)
        yield address
    finally:
        for process in reversed(running):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)


def _wait(port: int) -> None:
    for _ in range(400):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.3)
    sys.exit("the master did not start")


def main(rows: int = 100_000) -> None:
    table = reviews(rows)
    began = time.perf_counter()
    alone = understand(table["review"], "ecommerce")
    seconds = time.perf_counter() - began
    print(f"one process: {rows:,} rows, {alone.num_rows:,} opinions, {seconds:.1f} s, {rows / seconds:,.0f} rows/s")
    sql = import_module("pyspark.sql")
    types = import_module("pyspark.sql.pandas.types")
    with tempfile.TemporaryDirectory() as folder, cluster(2, folder) as address:
        pq.write_table(table, f"{folder}/in.parquet", row_group_size=rows // 8)
        builder = sql.SparkSession.builder.master(address).appName("zhiyin")
        path = os.pathsep.join([str(Path(__file__).parents[2] / "src"), *filter(None, sys.path)])
        builder = builder.config("spark.executorEnv.PYTHONPATH", path).config("spark.ui.enabled", "false")
        spark = builder.getOrCreate()
        frame = spark.read.parquet(f"{folder}/in.parquet").repartition(8)
        work = mapper("review", key="id", pack="ecommerce")
        said = frame.mapInArrow(work, types.from_arrow_schema(schema(table.schema.field("id"))))
        for name in ("first", "again"):
            began = time.perf_counter()
            said.write.mode("overwrite").parquet(f"{folder}/out")
            seconds = time.perf_counter() - began
            print(f"two Spark workers, {name}: {seconds:.1f} s, {rows / seconds:,.0f} rows/s")
        there = pq.read_table(f"{folder}/out").sort_by(
            [("id", "ascending"), ("start", "ascending"), ("end", "ascending")]
        )
        spark.stop()
    here = alone.rename_columns({"row": "id"})
    here = here.sort_by([("id", "ascending"), ("start", "ascending"), ("end", "ascending")])
    columns = here.column_names
    same = _rows(there.select(columns)) == _rows(here)
    print(f"row for row the same: {same} ({there.num_rows:,} opinions)")


def _rows(table: pa.Table) -> list[str]:
    return sorted(repr(row) for row in table.to_pylist())


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
