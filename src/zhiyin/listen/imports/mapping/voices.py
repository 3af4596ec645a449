"""Who speaks in a conversation, and what files of voices may be imported as."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.listen.imports.errors import BadMapping
from zhiyin.listen.imports.reading.voices.base import MAIL, PAPER, TRANSCRIPT
from zhiyin.listen.imports.reading.voices.speakers import SPEAKERS, roles
from zhiyin.listen.imports.values import Layout, Plan

FITS = {TRANSCRIPT: ("conversations",), MAIL: ("feedback", "conversations"), PAPER: ("feedback",)}


def check_voices(layout: Layout, kind: str, settings: Mapping[str, str]) -> None:
    fits = FITS.get(layout.format)
    if fits and kind not in fits:
        raise BadMapping(
            gettext_lazy("This file holds what people said: import it as {kinds}, not as {kind}."),
            kinds=" / ".join(fits),
            kind=kind,
        )
    if layout.format == TRANSCRIPT and "speaker" not in (*layout.columns, *settings):
        raise BadMapping(
            gettext_lazy("No name of a speaker stands in this file: say --set speaker=customer, or agent.")
        )


def find_speakers(
    plan: Plan, rows: Mapping[str, pa.Array], settings: Mapping[str, str]
) -> tuple[Plan, tuple[str, ...]]:
    """The plan with the speakers of a conversation, and what had to be assumed."""
    if plan.kind != "conversations" or "speaker" not in plan.fields or "text" not in plan.fields:
        return plan, ()
    told: dict[str, str] = {}
    for name, value in settings.items():
        if name.startswith("speaker."):
            role = name.removeprefix("speaker.")
            if role not in SPEAKERS:
                raise BadMapping(
                    gettext_lazy("--set {name}: write speaker.customer, speaker.agent or speaker.bot."), name=name
                )
            told |= dict.fromkeys((one.strip().casefold() for one in value.split(",") if one.strip()), role)
    named, texts = (rows[plan.fields[field]].to_pylist() for field in ("speaker", "text"))
    found, guessed = roles([(name, text or "") for name, text in zip(named, texts, strict=True) if name], told)
    plan = replace(plan, speakers=told | found)
    if not guessed:
        return plan, ()
    shown = ", ".join(f"{name} = {found[name]}" for name in guessed[:8])
    return plan, (_("Who speaks was taken to be: {speakers}. Or --set speaker.customer=NAME.").format(speakers=shown),)
