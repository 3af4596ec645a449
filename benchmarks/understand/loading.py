"""How long the kernel takes to be there: `python -m benchmarks.understand.loading [PACK]`. Five fresh processes, each
with files that the machine holds in memory. Every model is loaded, also those that only some texts ask for; wall clock
and processor in milliseconds, median and range."""

import json
import subprocess
import sys
from statistics import median

RUNS = 5
CHILD = """
import json, sys, time
told, clock = {}, []
def mark(name):
    now = time.perf_counter(), time.process_time()
    told[name] = [1000 * (after - before) for before, after in zip(clock, now)]
    clock[:] = time.perf_counter(), time.process_time()
clock[:] = time.perf_counter(), time.process_time()
import numpy, pyarrow
pyarrow.array(numpy.zeros(1))  # has Arrow import pandas where that is installed
mark("import NumPy, Arrow, pandas")
import scipy.sparse
mark("import SciPy")
from zhiyin.company.packs import load
from zhiyin.understand.text import annotate, categories, classes, emotions, hearing, model, second, vectors
mark("import the kernel")
pack = load(sys.argv[1])
mark("pack")
model.load()
mark("polarity")
second.load()
mark("second")
classes.load(emotions.NAME)
mark("emotion")
hearing.load()
mark("hearing")
vectors.load()
mark("vectors")
for name in sorted(file.stem.removeprefix("categories-") for file in model.FOLDER.glob("categories-*.npz")):
    categories.load(name)
mark("categories")
understander = annotate.Understander(pack)
mark("word lists")
texts = ["味道很好，等了一个小时", "The staff were rude"]
understander.annotate(texts)
mark("first texts")
understander.annotate(texts)
mark("second texts")
print(json.dumps(told))
"""
MODELS = ("polarity", "second", "emotion", "hearing", "vectors", "categories")
IMPORTS = ("import NumPy, Arrow, pandas", "import SciPy", "import the kernel")


def run(pack: str) -> dict[str, list[float]]:
    found = subprocess.run([sys.executable, "-c", CHILD, pack], check=True, capture_output=True, text=True)
    told: dict[str, list[float]] = json.loads(found.stdout)
    return told


def show(name: str, times: list[list[float]]) -> None:
    wall, processor = (sorted(column) for column in zip(*times, strict=True))
    spread = f"[{wall[0]:.0f}, {wall[-1]:.0f}]"
    print(f"  {name:28} {median(wall):6.0f} {spread:14} processor {median(processor):6.0f}")


def main(pack: str) -> None:
    run(pack)  # brings the files into the machine's memory
    runs = [run(pack) for _ in range(RUNS)]
    for name in runs[0]:
        show(name, [told[name] for told in runs])
    for name, parts in (
        ("all models", MODELS),
        ("all without imports", tuple(part for part in runs[0] if part not in (*IMPORTS, "second texts"))),
        ("all with imports", tuple(part for part in runs[0] if part != "second texts")),
    ):
        show(name, [[sum(told[part][way] for part in parts) for way in (0, 1)] for told in runs])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "restaurant")
