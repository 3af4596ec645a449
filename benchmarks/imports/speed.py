"""A million rows of feedback: rows a second, peak memory, and that a second import adds nothing.

python benchmarks/imports/speed.py [ROWS]
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = [
    "物流很快",
    "包装完好",
    "客服态度差",
    "味道不错",
    "价格有点贵",
    "下次还来",
    "等了四十分钟",
    "屏幕很清晰",
    "颜色和图片不一样",
    "送货员很热情",
]
ZHIYIN = str(Path(sys.executable).parent / "zhiyin")


def write(path: Path, rows: int) -> None:
    dice = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["评论编号", "会员编号", "评论时间", "评论内容", "评分", "门店", "渠道", "订单号", "城市"])
        for n in range(rows):
            at = f"2025-{1 + n % 12:02}-{1 + n % 28:02} {n % 24:02}:{n % 60:02}:{n * 7 % 60:02}"
            text = "，".join(dice.choices(WORDS, k=dice.randint(2, 8)))
            row = (
                n,
                f"M{dice.randint(1, rows // 5)}",
                at,
                text,
                dice.randint(1, 5),
                f"S{n % 40:02}",
                "app",
                10**9 + n,
                "杭州",
            )
            writer.writerow(row)


def bring(path: Path, rows: int) -> None:
    begun = time.perf_counter()
    command = [ZHIYIN, "import", "feedback", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read().strip().splitlines()
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took, cpu = time.perf_counter() - begun, spent.ru_utime + spent.ru_stime
    print(next((line for line in said if "added" in line), said[-1:]))
    print(
        f"  {took:.1f} s ({rows / took:,.0f} rows/s), {cpu:.1f} s of processor ({rows / cpu:,.0f} rows/s), "
        f"peak {spent.ru_maxrss / 1024:.0f} MB; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        flush=True,
    )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ZHIYIN_HOME": f"{folder}/home", "ZHIYIN_LANGUAGE": "en"}
        subprocess.run([ZHIYIN, "init"], check=True, stdout=subprocess.DEVNULL)
        path = Path(folder, "feedback.csv")
        write(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        bring(path, rows)
        bring(path, rows)


if __name__ == "__main__":
    main()
