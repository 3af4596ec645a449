"""What stands out in a home, printed as sentences: `python -m benchmarks.real.standing FROM TO [--brand CODE]`."""

import sys
from datetime import date

import zhiyin
from zhiyin.config.home import Home


def main(first: str, last: str, *brand: str) -> None:
    zhiyin.open(Home().path)
    from zhiyin.company import queries as company
    from zhiyin.explain.findings.queries import points
    from zhiyin.kit.time import Period
    from zhiyin.warehouse.reader import Reader

    period = Period.of_days(date.fromisoformat(first), date.fromisoformat(last), company.zone())
    found = points(period, Reader.of_task("benchmark"), where={"brand": brand} if brand else None)
    for one in found[:3]:
        where = ", ".join(f"{name} {key}" for name, key in one.group)
        value, low, high = one.figure.value or 0, one.figure.low or 0, one.figure.high or 0
        print(f"{one.kind}: {where}: net sentiment {value:.0f} ({low:.0f} to {high:.0f}), n {one.n}")


if __name__ == "__main__":
    main(*sys.argv[1:])
