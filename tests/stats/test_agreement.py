"""Agreement against published worked examples."""

import numpy as np
import pytest

from zhiyin.stats.agreement import cohen, f_score, fleiss, paired

FLEISS_1971 = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def test_cohen() -> None:
    """The grant proposals of the usual example; and Fleiss, Levin & Paik (2003), table 18.1: 0.68 ± 0.087."""
    assert cohen([[20, 5], [10, 15]]).value[0] == pytest.approx(0.4)
    found = cohen([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert found.value[0] == pytest.approx(0.676, abs=5e-4)
    assert found.error[0] == pytest.approx(0.0877, abs=1e-3)
    assert found.n[0] == 100


def test_fleiss() -> None:
    found = fleiss(FLEISS_1971)
    assert found.value[0] == pytest.approx(0.210, abs=5e-4)
    assert found.low[0] < 0.210 < found.high[0]
    once = [*FLEISS_1971, [1, 0, 0, 0, 0]]
    assert fleiss(once).n[0] == 10, "a thing with one judge says nothing about agreement"


def test_paired() -> None:
    """Agresti, Categorical Data Analysis, 10.1: approval of a prime minister, 86 and 150 of 1,600 changed sides."""
    found = paired(86, 150, 1600)
    assert found.value[0] == pytest.approx(-0.04)
    assert (found.low[0], found.high[0]) == pytest.approx((-0.059, -0.021), abs=1e-3)
    assert found.p[0] < 1e-4
    assert paired(5, 1, 20).p[0] == pytest.approx(0.21875)  # 2 × (1 + 6) / 64
    assert paired(0, 0, 0).p[0] == 1


def test_f_score() -> None:
    found = f_score([8, 0], [2, 0], [4, 0])
    assert found.value[0] == pytest.approx(16 / 22)
    assert found.low[0] < found.value[0] < found.high[0]
    assert np.isnan(found.value[1])
    assert np.isnan(cohen([[0, 0], [0, 0]]).value[0])
    assert np.isnan(cohen([[9, 0], [0, 0]]).value[0])
