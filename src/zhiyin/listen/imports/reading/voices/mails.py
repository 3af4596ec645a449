"""Letters: .eml holds one, .mbox many."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.texts import Bytes
from zhiyin.listen.imports.reading.voices.base import LARGEST, MAIL, Said, VoiceReading
from zhiyin.listen.imports.reading.voices.letters import own_words, plain

FROM = re.compile(rb"^From \S+.*\d{2}:\d{2}")
MACHINE = re.compile(r"^(?:no-?_?reply|do-?not-?reply|mailer-daemon|postmaster|bounce)", re.IGNORECASE)
REPLY = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|回复|答复|转发|回覆)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)


class MailReading(VoiceReading):
    """Letter by letter: a mailbox may be larger than memory."""

    def __init__(self, path: Path, options: Mapping[str, str]) -> None:
        self.own = tuple(part.strip().lower().lstrip("@") for part in options.get("own", "").split(",") if part.strip())
        self.raw: Bytes | None = None
        super().__init__(path, MAIL, (), kind="mail")
        if not self.layout.columns:
            raise BadFile(_("{file} holds no letter with words in it."), file=path.name)

    @property
    def share(self) -> float:
        return self.raw.share if self.raw else 0.0

    def said(self) -> Iterator[Said]:
        for line, data in self._letters():
            yield from self._one(line, data)

    def _letters(self) -> Iterator[tuple[int, bytes]]:
        with Bytes(self.path) as self.raw:
            raw = iter(lambda: self.raw.readline(1 << 20) if self.raw else b"", b"")
            first = next(raw, b"")
            many = FROM.match(first) is not None
            held, start, size = ([] if many else [first]), 1, 0
            blank = False
            for number, row in enumerate(chain(raw, [b""]), 2):
                if (many and blank and FROM.match(row)) or not row:
                    if held:
                        yield start, b"".join(held)
                    held, start, size = [], number, 0
                    continue
                blank = not row.strip()
                size += len(row)
                if size <= LARGEST:
                    held.append(row[1:] if many and re.match(rb">+From ", row) else row)

    def _one(self, line: int, data: bytes) -> Iterator[Said]:
        try:
            letter = message_from_bytes(data, policy=policy.default)
            name, address = parseaddr(_header(letter, "From"))
            text = own_words(_body(letter))
        except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
            # Letters break every rule there is, and so does what reads them.
            return
        subject = REPLY.sub("", " ".join(_header(letter, "Subject").split()))
        if not text and not subject:
            return
        ident = _header(letter, "Message-ID").strip("<> \t")
        thread = (_header(letter, "References") or _header(letter, "In-Reply-To")).split()
        automatic = _header(letter, "Auto-Submitted").lower() not in ("", "no") or MACHINE.match(address)
        speaker = "bot" if automatic else "agent" if self._is_own(address) else "customer"
        cells = {
            "title": subject, "at": _moment(_header(letter, "Date")), "email": address, "contact name": name,
            "message id": ident[:200], "conversation": (thread[0].strip("<>,") if thread else ident)[:200],
        }  # fmt: skip
        yield Said(line, text, speaker, cells={key: value for key, value in cells.items() if value})

    def _is_own(self, address: str) -> bool:
        domain = address.lower().rpartition("@")[2]
        return any(address.lower() == own or domain == own or domain.endswith(f".{own}") for own in self.own)


def _header(letter: object, name: str) -> str:
    """Chinese programs write raw GBK into headers, where only ASCII may stand."""
    value = str(letter.get(name, "") or "")  # type: ignore[attr-defined]  # Message and EmailMessage
    if any("\udc80" <= one <= "\udcff" for one in value):
        value = value.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return value.strip()


def _moment(said: str) -> str:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(sep=" ", timespec="seconds")


def _body(letter: EmailMessage) -> str:
    text = _part(letter, "plain")
    if text.strip():
        return text
    return plain(_part(letter, "html"))


def _part(letter: EmailMessage, sort: str) -> str:
    part = letter.get_body(preferencelist=(sort,))
    if part is None:
        return ""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    named = (part.get_content_charset() or "utf-8").lower()
    # What says gb2312 is nearly always its larger brother.
    for name in ("gb18030" if named in ("gb2312", "gbk", "cp936") else named, "utf-8", "gb18030"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")
