"""The table of truths as it stands in `docs/guide/sample-company.md`; a test keeps the two equal."""

from collections.abc import Iterable

from zhiyin.demo.truth import FIRST_DAY, LAST_DAY, SILENCES, TRUTHS, Truth

HEADS = {"en": ("Code", "What was planted", "When", "Where"), "zh": ("代码", "埋入的事实", "时间", "范围")}
ALL_YEAR = {"en": "all year", "zh": "全年"}


def truths(language: str) -> str:
    return _table(TRUTHS, language)


def silences(language: str) -> str:
    return _table(SILENCES, language)


def _table(rows: Iterable[Truth], language: str) -> str:
    heads = HEADS[language]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for truth in rows:
        sentence = truth.zh if language == "zh" else truth.en
        lines.append(f"| `{truth.code}` | {sentence} | {_when(truth, language)} | {_where(truth, language)} |")
    return "\n".join(lines)


def _when(truth: Truth, language: str) -> str:
    if (truth.first, truth.last) == (FIRST_DAY, LAST_DAY):
        return ALL_YEAR[language]
    return f"{truth.first:%Y-%m-%d} … {truth.last:%m-%d}"


def _where(truth: Truth, language: str) -> str:
    codes = [f"`{code}`" for code in truth.units]
    return " ".join(codes) if codes else ("全公司" if language == "zh" else "everywhere")
