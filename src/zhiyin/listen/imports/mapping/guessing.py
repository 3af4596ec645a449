"""From the first rows of a file to a plan, with reasons."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.listen.imports.converting import cells, dates, personal
from zhiyin.listen.imports.converting.rows import EARLIEST, LATEST
from zhiyin.listen.imports.errors import BadFile, BadMapping
from zhiyin.listen.imports.mapping.fields import FIELDS, Field, Sort, fields_of
from zhiyin.listen.imports.mapping.spec import KEEP, OUT, READING, check_fields, column_of, is_question, question
from zhiyin.listen.imports.mapping.voices import check_voices, find_speakers
from zhiyin.listen.imports.reading.base import Reading
from zhiyin.listen.imports.values import Found, Guess, Plan, Question

SAMPLE = 2_000
LEAST = 0.5
NPS = re.compile(r"nps|netpro|推荐|recommend", re.IGNORECASE)
CSAT = re.compile(r"csat|satisf|满意|overall", re.IGNORECASE)
CES = re.compile(r"\bces\b|effort|费力|容易", re.IGNORECASE)


def look(
    reading: Reading,
    kind: str,
    source: str,
    *,
    now: datetime,
    zone: str,
    maps: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Found:
    """What this file seems to be; `maps` and `settings` overrule every guess."""
    settings = dict(settings or {})
    columns = reading.layout.columns
    check_voices(reading.layout, kind, settings)
    told = {column_of(column, columns): target for column, target in (maps or {}).items()}
    check_fields(kind, told, settings)
    sample = _sample(reading)
    rows = {column: cells.clear(sample[column].combine_chunks(), cells.VOID) for column in columns}
    questions = tuple(question(c, t, settings) for c, t in told.items() if kind == "answers" and _asks(t, told))
    guesses = _fields(kind, rows, told, settings, questions)
    fields = {guess.field: guess.column for guess in guesses}
    if kind == "answers" and "question" not in fields and not questions:
        questions = tuple(_wide(rows, fields, settings))
    plan = _plan(kind, source, rows, fields, questions, told, settings, zone)
    plan, heard = find_speakers(plan, rows, settings)
    _check_needed(plan, columns)
    preview = tuple(
        {column: (rows[column][n].as_py() or "")[:200] for column in columns} for n in range(min(5, sample.num_rows))
    )
    return Found(reading.layout, plan, tuple(guesses), (*_notes(plan, rows, now, settings), *heard), preview)


def _asks(target: str, told: Mapping[str, str]) -> bool:
    """`text` alone is a field of a long file, and an open question of a wide one."""
    wide = any(is_question(other) and other != "text" for other in told.values())
    return is_question(target) and (target != "text" or wide)


def _sample(reading: Reading) -> pa.Table:
    batch = next(islice(reading.batches(SAMPLE), 1), None)
    if batch is None or not (batch.table.num_rows or batch.faults):
        raise BadFile(gettext_lazy("The file has a header and no rows below it."))
    if not batch.table.num_rows:
        raise BadFile(gettext_lazy("None of the first rows can be read: check the encoding and the delimiter."))
    return batch.table


def _fields(
    kind: str,
    rows: Mapping[str, pa.Array],
    told: Mapping[str, str],
    settings: Mapping[str, str],
    questions: tuple[Question, ...],
) -> list[Guess]:
    taken = {question.column for question in questions}
    sure = [
        Guess(column, target, 1.0)
        for column, target in told.items()
        if target not in (OUT, KEEP) and column not in taken
    ]
    given = {guess.field for guess in sure} | {name for name in settings if "." not in name}
    free = [column for column in rows if column not in told]
    ranked = sorted(
        (
            Guess(column, field.name, score)
            for field in FIELDS[kind]
            for column in free
            if field.name not in given and (score := _score(field, column, rows[column])) >= LEAST
        ),
        key=lambda guess: -guess.sure,
    )
    for guess in ranked:
        if guess.field not in given and all(guess.column != other.column for other in sure):
            sure.append(guess)
            given.add(guess.field)
    return sure + _by_content(kind, rows, free, sure, given)


def plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _score(field: Field, column: str, values: pa.Array) -> float:
    """How well the name fits, nothing if the contents cannot be it."""
    name = plain(column)
    if name in field.names:
        score = 1.0 - 0.2 * field.names.index(name) / len(field.names)
    elif ends(column, field.names):
        score = 0.55
    else:
        return 0.0
    return score if _can_be(field, values.drop_null()) else 0.0


def ends(column: str, names: tuple[str, ...]) -> bool:
    """Whether the last words of the column are a known name: review_text is a text, user_timezone is no user."""
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])|[一-龥]+", column)
    tails = {plain("".join(words[n:])) for n in range(1, len(words))}
    chinese = plain(column) if re.search("[一-龥]", column) else ""
    return any(name in tails or (len(name) > 1 and name[0] > "一" and chinese.endswith(name)) for name in names)


def _can_be(field: Field, filled: pa.Array) -> bool:
    if not len(filled):
        return False
    if field.sort is Sort.INSTANT:
        form, _doubt = dates.find_form(filled)
        if not form:
            return False
        # A clock without a day comes out of some programs as a time of 1899.
        parsed = pc.drop_null(dates.parse(filled, form, ZoneInfo("UTC")))
        usual = pc.sum(pc.and_(pc.greater(parsed, EARLIEST), pc.less(parsed, LATEST))).as_py() or 0
        return bool(usual > len(filled) * 0.7)
    if field.sort is Sort.NUMBER:
        return bool(cells.numbers(filled, cells.find_decimal(filled)).null_count < len(filled) * 0.3)
    if field.sort is Sort.KEY:
        return not _rounded(filled)
    if field.name == "kind":
        return bool(
            pc.all(
                pc.is_in(filled, pa.array(["review", "post", "comment", "complaint", "chat", "call", "mail", "survey"]))
            ).as_py()
        )
    if field.name == "text":
        return bool(cells.numbers(filled).null_count > len(filled) * 0.5)
    return True


def _rounded(filled: pa.Array) -> bool:
    """1.00008E+11: Excel has rounded the ids, so that many people now share one."""
    return (pc.sum(pc.match_substring_regex(filled, r"^\d\.\d+[Ee]\+\d+$")).as_py() or 0) > len(filled) * 0.2


def _by_content(
    kind: str, rows: Mapping[str, pa.Array], free: list[str], sure: list[Guess], given: set[str]
) -> list[Guess]:
    """Where names say nothing: the only column of dates, the column of long and different texts."""
    left = [column for column in free if all(column != guess.column for guess in sure)]
    found = []
    known = fields_of(kind)
    if "at" in known and "at" not in given:
        dated = [column for column in left if _dated(known["at"], rows[column])]
        if len(dated) == 1:
            found.append(Guess(dated[0], "at", 0.5))
    if kind in ("feedback", "conversations") and "text" not in given:
        lengths = {column: _wordiness(rows[column]) for column in left}
        best = max(lengths, key=lambda column: lengths[column], default=None)
        if best is not None and lengths[best] > 8:
            found.append(Guess(best, "text", 0.5))
    return found


def _dated(field: Field, values: pa.Array) -> bool:
    """A plain number is no date unless the name says so."""
    filled = values.drop_null()
    return bool(len(filled)) and cells.numbers(filled).null_count > len(filled) * 0.5 and _can_be(field, filled)


def _wordiness(values: pa.Array) -> float:
    filled = values.drop_null()
    if len(filled) < 1 or pc.count_distinct(filled).as_py() < len(filled) * 0.3:
        return 0.0
    return float(pc.mean(pc.utf8_length(filled)).as_py())


def _wide(rows: Mapping[str, pa.Array], fields: Mapping[str, str], settings: Mapping[str, str]) -> list[Question]:
    """Columns that are plainly a known question."""
    found = []
    for column, values in rows.items():
        if column in fields.values():
            continue
        numbers = cells.numbers(cells.clear(values)).drop_null()
        if not len(numbers):
            continue
        most = pc.max(numbers).as_py()
        for pattern, target, highest in ((NPS, "nps", 11), (CSAT, "csat", 7), (CES, "ces", 7)):
            if pattern.search(column) and most <= highest:
                found.append(question(column, target, settings))
                break
    return found


def _plan(
    kind: str,
    source: str,
    rows: Mapping[str, pa.Array],
    fields: dict[str, str],
    questions: tuple[Question, ...],
    told: Mapping[str, str],
    settings: Mapping[str, str],
    zone: str,
) -> Plan:
    known = fields_of(kind)
    lines = kind == "orders" and _is_lines(rows, fields)
    if lines and "item" not in fields and "product" in fields:
        fields["item"] = fields.pop("product")
    if kind == "orders" and not lines:
        for name in ("item", "quantity", "price"):
            if fields.get(name) and fields[name] not in told:
                fields.pop(name)
    key = fields.get("external_id")
    if key and key not in told and not lines and not _unique(rows[key]):
        fields.pop("external_id")
    forms = {
        name: _form(name, rows[column], settings) for name, column in fields.items() if known[name].sort is Sort.INSTANT
    }
    numeric = [rows[column] for name, column in fields.items() if known[name].sort is Sort.NUMBER]
    decimal = {"comma": ",", ",": ",", "point": ".", ".": "."}.get(settings.get("decimal", ""), "")
    values = {name: value for name, value in settings.items() if name in known}
    if kind == "answers":
        values.setdefault("survey", source)
    if kind == "feedback" and "rating" in fields:
        values.setdefault(
            "rating_scale", str(_scale(rows[fields["rating"]], cells.find_decimal(rows[fields["rating"]])))
        )
    used = set(fields.values()) | {question.column for question in questions}
    withheld = tuple(
        column
        for column in rows
        if column not in used
        and told.get(column) != KEEP
        and (told.get(column) == OUT or _private(column, rows[column]))
    )
    return Plan(
        kind=kind,
        source=source,
        fields=fields,
        values=values,
        questions=questions,
        dates=forms,
        zone=_zone(settings.get("zone", zone)),
        decimal=decimal or _decimal(numeric),
        withheld=withheld,
        lines=lines,
        people=settings.get("people", ""),
        options={name: settings[name] for name in READING if name in settings},
    )


def _is_lines(rows: Mapping[str, pa.Array], fields: Mapping[str, str]) -> bool:
    key = fields.get("external_id")
    return bool(key and ("quantity" in fields or "price" in fields or "item" in fields) and not _unique(rows[key]))


def _unique(values: pa.Array) -> bool:
    filled = values.drop_null()
    return len(filled) == len(values) and pc.count_distinct(filled).as_py() == len(filled)


def _form(name: str, values: pa.Array, settings: Mapping[str, str]) -> str:
    form = settings.get(f"{name}.form") or dates.find_form(values)[0] or "ymd"
    if form not in dates.FORMS:
        raise BadMapping(
            gettext_lazy("{form} is no form of date: use one of {forms}."), form=form, forms=", ".join(dates.FORMS)
        )
    return form


def _zone(name: str) -> str:
    try:
        return str(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadMapping(gettext_lazy("{zone} is no time zone: write Asia/Shanghai."), zone=name) from error


def _decimal(numeric: list[pa.Array]) -> str:
    votes = [cells.find_decimal(values) for values in numeric]
    return "," if votes.count(",") * 2 > len(votes) else "."


def _scale(values: pa.Array, decimal: str) -> int:
    most = pc.max(cells.numbers(cells.clear(values), decimal)).as_py() or 5
    return next((scale for scale in (5, 10, 100) if most <= scale), 100)


def _private(column: str, values: pa.Array) -> bool:
    name = plain(column)
    called = any(name in field.names for field in FIELDS["feedback"] if field.sort is Sort.PERSON)
    named = re.search(
        r"身份证|手机号|邮箱|idcard|passport|^(first|last|sur)name$|^姓名$|^name$|护照|openid|unionid", name
    )
    return bool(called or named) or personal.share(values) > 0.3


def _check_needed(plan: Plan, columns: tuple[str, ...]) -> None:
    have = set(plan.fields) | set(plan.values)
    missing = [field.name for field in FIELDS[plan.kind] if field.needed and field.name not in have]
    if plan.kind == "feedback" and not have & {"text", "rating", "title"}:
        missing.append("text")
    if plan.kind == "answers" and not plan.questions and not {"question"} <= have:
        missing.append("question")
    if plan.kind == "answers" and not plan.questions and "question" in have and not have & {"score", "choice", "text"}:
        missing.append("score")
    if plan.kind == "customers" and not have & {"customer", "customer.phone", "customer.email"}:
        missing.append("customer")
    if missing:
        raise BadMapping(
            gettext_lazy(
                "No column was found for {fields}. Is this a file of {kind}? Name it with --map column={first}; "
                "the columns are: {columns}."
            ),
            fields=", ".join(missing),
            kind=plan.kind,
            columns=", ".join(columns[:30]),
            first="nps" if plan.kind == "answers" else missing[0],
        )


def _notes(plan: Plan, rows: Mapping[str, pa.Array], now: datetime, settings: Mapping[str, str]) -> list[str]:
    notes = []
    if plan.kind != "customers" and "at" not in plan.fields and "at" not in plan.values:
        notes.append(
            _("No column of dates was found: every row is dated {day}. Give --set at=… to say otherwise.").format(
                day=now.astimezone(ZoneInfo(plan.zone)).date()
            )
        )
    for name, form in plan.dates.items():
        found, doubt = dates.find_form(rows[plan.fields[name]])
        if doubt and found == form and f"{name}.form" not in settings:
            notes.append(
                _("{column} could be day or month first; day first was taken. Or --set {name}.form=mdy.").format(
                    column=plan.fields[name], name=name
                )
            )
    if plan.withheld:
        notes.append(
            _("Left out, because they identify people or you said so: {columns}.").format(
                columns=", ".join(plan.withheld)
            )
        )
    if rounded := [
        column for column, values in rows.items() if len(values.drop_null()) and _rounded(values.drop_null())
    ]:
        notes.append(_("Not used, because Excel has rounded these ids: {columns}.").format(columns=", ".join(rounded)))
    if plan.lines:
        notes.append(
            _("One row is one line of an order: lines with the same {column} become one order.").format(
                column=plan.fields["external_id"]
            )
        )
    if "rating_scale" in plan.values and "rating_scale" not in settings:
        notes.append(
            _("Ratings are taken to be out of {scale}. Or --set rating_scale=…").format(
                scale=plan.values["rating_scale"]
            )
        )
    if plan.decimal == ",":
        notes.append(_("Numbers have a decimal comma."))
    if plan.kind == "answers" and (kept := plan.kept(tuple(rows))):
        notes.append(
            _("Answers keep no further columns; not imported: {columns}.").format(columns=", ".join(kept[:20]))
        )
    return notes
