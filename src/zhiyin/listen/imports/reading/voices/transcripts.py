"""JSON of those who turn speech into text, and of chat systems. Their shapes differ in names and depth, not in kind:
somewhere in it stands a list of objects that have words, and a speaker or a time."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from zhiyin.listen.imports.reading.texts import Bytes
from zhiyin.listen.imports.reading.voices.base import (
    TRANSCRIPT,
    Said,
    VoiceReading,
    content,
    joined,
    merged,
    seconds,
    stem,
)

TEXTS = [
    "text",
    "transcript",
    "content",
    "sentence",
    "utterance",
    "message",
    "finalsentence",
    "onebest",
    "display",
    "words_text",
    "body",
    "punctuated_word",
    "word",
    "value",
    "内容",
    "文本",
]
SPEAKERS = [
    "speaker",
    "speakerlabel",
    "speakername",
    "speakerdisplayname",
    "speakerid",
    "speakertag",
    "spk",
    "role",
    "from",
    "sender",
    "participant",
    "channelid",
    "channel",
    "channeltag",
    "name",
    "author",
    "说话人",
    "发言人",
    "角色",
    "发送者",
]
STARTS = [
    # Before the same as a duration, which has no other unit than seconds.
    "offsetinticks",
    "start",
    "starttime",
    "begin",
    "begintime",
    "startms",
    "beginms",
    "bg",
    "startoffset",
    "offset",
    "offsetms",
    "offsetmilliseconds",
    "ts",
    "starttimems",
]
ENDS = ["end", "endtime", "endms", "ed", "endoffset", "stop", "endtimems"]
TIMES = ["time", "at", "createdat", "date", "datetime", "timestamp", "sentat", "时间", "发送时间"]
IDS = [
    "conversationid",
    "conversation",
    "dialogueid",
    "chatid",
    "sessionid",
    "callid",
    "contactid",
    "会话编号",
    "会话id",
    "通话编号",
]
BEGINS = [
    "startedat",
    "startedtime",
    "recordedat",
    "createdat",
    "callstart",
    "date",
    "datetime",
    "starttime",
    "通话时间",
    "开始时间",
]
OUTER = {
    "customer": ["customerid", "customer", "userid", "客户编号"],
    "agent": ["agentid", "agent", "坐席工号", "客服工号"],
    "queue": ["queue", "队列"],
}
DEEPEST = 6
SLOW = 20
"""Units of time for a character: people speak 3 to 20 characters a second, so more than this are milliseconds."""
TICKS = 10_000_000
MILLIS = {"startms", "beginms", "offsetms", "offsetmilliseconds", "starttimems", "bg"}
FOLDED = {"data", "orderResult", "json_1best"}
"""Where iFlytek (讯飞) writes JSON as a string into JSON."""

NAMED = re.compile(r'"(?:role|speaker|sender|角色|说话人)"\s*:', re.IGNORECASE)

Object = Mapping[str, Any]


def open_transcript(path: Path, options: Mapping[str, str]) -> VoiceReading | None:
    """None where the file is something else."""
    if not _may_be(path):
        return None
    try:
        text = content(path).decode(options.get("encoding") or "utf-8-sig")
        data = json.loads(text, object_hook=_unfolded)
    except (ValueError, RecursionError, LookupError):
        return None
    if isinstance(data, list) and not _is_chat(data):
        return None
    found = amazon(data) or _listed(data)
    if not found:
        return None
    outer = data if isinstance(data, dict) else {}
    cells = {"conversation": _plain(pick(outer, IDS)) or stem(path)}
    begins = _plain(pick(outer, BEGINS))
    for name, keys in OUTER.items():
        if value := _plain(pick(outer, keys)):
            cells[name] = value
    for one in found:
        if part := one.cells.pop("part", ""):
            one.cells["conversation"] = f"{cells['conversation']}:{part}"
        one.cells = cells | ({"at": begins} if re.search(r"\d{4}\D", begins) else {}) | one.cells
    spoken = any(one.start is not None for one in found)
    return VoiceReading(path, TRANSCRIPT, merged(found) if spoken else found, kind="call" if spoken else "chat")


def _may_be(path: Path) -> bool:
    """From the first bytes: large tables are not read twice."""
    with Bytes(path) as raw:
        head = raw.read(65_536).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        return NAMED.search(head.decode("utf-8", "replace")) is not None
    return head.startswith(b"{") and re.search(rb"\n\{", head) is None


def _unfolded(item: dict[str, Any]) -> dict[str, Any]:
    for name in FOLDED & item.keys():
        with suppress(ValueError, TypeError, LookupError, AttributeError):
            item[name] = json.loads(item[name], object_hook=_unfolded)
            if name == "json_1best":
                return _sentence(item)
    return item


def _sentence(item: Object) -> dict[str, Any]:
    """One of a lattice, its words and their other readings below several lists."""
    best = item["json_1best"]["st"]
    words = [word["cw"][0]["w"] for part in best["rt"] for word in part["ws"] if word["cw"]]
    return {**item, **best, "speaker": best.get("rl"), "words": [{"word": word} for word in words]}


def plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def pick(item: Object, names: Sequence[str]) -> Any:
    """The first of these that is filled."""
    folded = {plain(key): value for key, value in item.items() if value not in (None, "", [])}
    return next((folded[name] for name in names if name in folded), None)


def _is_chat(data: list[Any]) -> bool:
    """A list of objects may be a table of anything: here each names its speaker, and none its conversation."""
    items = [item for item in data[:50] if isinstance(item, dict)]
    said = [item for item in items if pick(item, TEXTS) and pick(item, ("role", "speaker", "角色", "说话人", "sender"))]
    return (
        bool(items)
        and len(said) > 0.8 * len(items)
        and not any(pick(item, (*IDS, "rating", "score")) for item in items)
    )


def _listed(data: Any) -> list[Said]:
    """The best of all lists: one with speakers before one without, and the upper before the lower. Equally good ones in
    different objects are conversations of their own."""
    best, found = 0, dict[int, list[Object]]()
    for depth, holder, items in _lists(data, 0, 0):
        worth = _worth(items) * 10 - depth
        if worth > best:
            best, found = worth, {holder: items}
        elif worth == best and worth:
            found.setdefault(holder, items)
    if len(found) < 2:
        return [turn for items in found.values() for turn in _turns(items)]
    turns = []
    for n, items in enumerate(found.values(), 1):
        for turn in _turns(items):
            turn.cells["part"] = str(n)
            turns.append(turn)
    return turns


def _lists(data: Any, depth: int, holder: int) -> Iterator[tuple[int, int, list[Object]]]:
    """Lists of objects, how deep they lie, and in which object."""
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        items: list[Object] = [item for item in data if isinstance(item, dict)]
        if items and len(items) == len(data):
            yield depth, holder, items
        for item in data if depth < 3 else data[:50]:
            yield from _lists(item, depth + 1, holder)
    elif isinstance(data, dict):
        for value in data.values():
            yield from _lists(value, depth + 1, id(data))


def _worth(items: Sequence[Object]) -> int:
    part = items[:50]
    said = sum(1 for item in part if _words(item))
    if said < 0.6 * len(part):
        return 0
    named = any(_speaker(item) is not None for item in part)
    timed = any(pick(item, (*STARTS, *TIMES)) is not None for item in part)
    return 2 * named + timed


def _speaker(item: Object) -> Any:
    """ByteDance (火山引擎) tells it among the `additions`."""
    more = item.get("additions")
    return pick({**more, **item} if isinstance(more, dict) else item, SPEAKERS)


def _time(item: Object, names: Sequence[str]) -> float | None:
    """The first of these that is a time."""
    folded = {plain(key): value for key, value in item.items()}
    return next((time for name in names if (time := _number(folded.get(name))) is not None), None)


def _words(item: Object) -> str:
    found = pick(item, TEXTS)
    if (
        found is None
        and isinstance(best := pick(item, ("nbest", "alternatives")), list)
        and best
        and isinstance(best[0], dict)
    ):
        found = pick(best[0], TEXTS)
    if found is None and isinstance(parts := pick(item, ("elements", "words", "tokens", "sentences")), list):
        said = ""
        for part in parts:
            said = joined(said, _plain(pick(part, TEXTS)).strip()) if isinstance(part, dict) else said
        return re.sub(r" ([,.!?;:])", r"\1", said)
    if isinstance(found, list):
        return "".join(
            part if isinstance(part, str) else _plain(part.get("text"))
            for part in found
            if isinstance(part, str | dict)
        )
    return _plain(found).strip()


def _turns(items: Sequence[Object]) -> list[Said]:
    starts = [_time(item, STARTS) for item in items]
    for n, item in enumerate(items):
        inner = pick(item, ("elements", "words"))
        if starts[n] is None and isinstance(inner, list) and inner and isinstance(inner[0], dict):
            starts[n] = _time(inner[0], STARTS)
    texts = [_words(item) for item in items]
    unit = _unit(items, starts, texts)
    turns = []
    for n, (item, start, text) in enumerate(zip(items, starts, texts, strict=True), 1):
        if not text:
            continue
        end, at = _time(item, ENDS), pick(item, TIMES)
        begun = None if start is None else start / unit
        cells = {"at": _plain(at)} if at is not None and start is None else {}
        turns.append(Said(n, text, _plain(_speaker(item)), begun, None if end is None else end / unit, cells))
    return turns


def _unit(items: Sequence[Object], starts: Sequence[float | None], texts: Sequence[str]) -> float:
    keys = {plain(key) for item in items[:5] for key in item}
    if "offsetinticks" in keys:
        return TICKS
    known = [start for start in starts if start is not None]
    whole = all(start.is_integer() for start in known)
    span = max(known, default=0.0) - min(known, default=0.0)
    slow = span > SLOW * max(sum(map(len, texts[:-1])), 1)
    return 1000.0 if whole and (slow or keys & MILLIS) else 1.0


def amazon(data: Any) -> list[Said]:
    """Amazon Transcribe: single words and marks in `results.items`, their speakers there or in `speaker_labels`."""
    results = data.get("results") if isinstance(data, dict) else None
    items = results.get("items") if isinstance(results, dict) else None
    if not isinstance(results, dict) or not isinstance(items, list):
        return []
    labels = {}
    for segment in (results.get("speaker_labels") or {}).get("segments") or []:
        for item in segment.get("items") or []:
            labels[item.get("start_time")] = item.get("speaker_label") or segment.get("speaker_label")
    turns: list[Said] = []
    for n, item in enumerate(items, 1):
        word = _plain(((item.get("alternatives") or [{}])[0]).get("content"))
        if item.get("type") == "punctuation" and turns:
            turns[-1].text += word
            continue
        start, end = _number(item.get("start_time")), _number(item.get("end_time"))
        who = _plain(item.get("speaker_label") or labels.get(item.get("start_time")))
        if turns and turns[-1].speaker == who and who:
            turns[-1].text, turns[-1].end = joined(turns[-1].text, word), end
        else:
            turns.append(Said(n, word, who, start, end))
    return [turn for turn in turns if turn.text]


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    return float(value) if isinstance(value, int | float) else seconds(str(value))


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)
