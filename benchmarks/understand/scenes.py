"""Which texts name a scene, and do they? `ZHIYIN_SHARED=… python -m benchmarks.understand.scenes count` says for each
pack how many of up to 2,000 texts kept apart name one, and which; `draw PACK --seed N` prints a hundred words that tell
one, of one text each, with what stands around them, to be judged by hand: does the text speak of that situation?

`--taught` takes the other texts, which words may be written from.
"""

import argparse
import random
from collections import Counter
from itertools import chain, zip_longest

from benchmarks.understand.packs import KEPT, SIZE, SOURCES, texts
from zhiyin.company.packs import load
from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.scenes import Finder, Told

MOST = 2_000
AROUND = 20


def pool(pack: str, *, taught: bool) -> list[str]:
    """Of every source in turn one, so that none drowns the others."""
    some = [texts(source, not taught) for source in (*SOURCES[pack], *(() if taught else KEPT.get(pack, ())))]
    mixed = chain.from_iterable(zip_longest(*some))
    return [text for text in mixed if text is not None][:MOST]


def count(*, taught: bool) -> None:
    for pack in SOURCES:
        said = pool(pack, taught=taught)
        found = Finder(load(pack).scenes).find(encode(said)).told
        named = Counter(code for some in found.values() for code in {one.scene for one in some})
        several = sum(len({one.scene for one in some}) > 1 for some in found.values())
        apart = sum(len({one.sentence for one in some}) > 1 for some in found.values())
        listed = ", ".join(f"{code} {n}" for code, n in named.most_common())
        print(f"{pack}\t{len(said)}\t{len(found)}\t{len(found) / len(said):.2f}\t{several}\t{apart}\t{listed}")


def draw(pack: str, seed: int, *, taught: bool) -> None:
    """One word of each text, the texts by chance."""
    said, chance = pool(pack, taught=taught), random.Random(f"{pack} {seed}")
    batch = encode(said)
    found = Finder(load(pack).scenes).find(batch).told
    for number, text in enumerate(chance.sample(sorted(found), min(SIZE, len(found))), 1):
        one: Told = chance.choice(found[text])
        left, right = batch.span(one.start, one.end)
        before, after = said[text][max(0, left - AROUND) : left], said[text][right : right + AROUND]
        print(f"{number}\t{one.scene}\t{' '.join(f'{before}[{said[text][left:right]}]{after}'.split())}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("count", "draw"))
    parser.add_argument("pack", nargs="?", choices=tuple(SOURCES), default="hotel")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--taught", action="store_true")
    asked = parser.parse_args()
    if asked.command == "count":
        count(taught=asked.taught)
    else:
        draw(asked.pack, asked.seed, taught=asked.taught)


if __name__ == "__main__":
    main()
