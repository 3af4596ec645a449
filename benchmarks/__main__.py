"""All benchmarks, one after the other: `python -m benchmarks`. Each can be run alone; what it needs, it says."""

import subprocess
import sys

ALL = (
    "benchmarks.understand.accuracy",
    "benchmarks.understand.aspects",
    "benchmarks.understand.emotion",
    "benchmarks.understand.intents",
    "benchmarks.understand.triples",
    "benchmarks.understand.unseen",
    "benchmarks.understand.attractions",
    "benchmarks.understand.search",
    "benchmarks.understand.spark",
    "benchmarks.understand.speed",
    "benchmarks.understand.loading",
    "benchmarks.understand.volume",
    "benchmarks.imports.speed",
    "benchmarks.real.airport",
    "benchmarks.real.delivery",
    "benchmarks.real.airlines",
    "benchmarks.real.shop",
    "benchmarks.listen.masking",
    "benchmarks.listen.spans",
    "benchmarks.pages",
)


def main() -> int:
    failed = 0
    for name in ALL:
        print(f"\n## {name}\n", flush=True)
        failed += subprocess.run([sys.executable, "-m", name], check=False).returncode != 0
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
