"""Versions (正文沿革): which of a work's wordings stand, in which order, and from when each counts."""

from collections.abc import Sequence
from datetime import date

from registry.intake.parsed import Doubt
from registry.law.days import printed
from registry.works.shapes import Held, Version


def standing(texts: Sequence[Held]) -> tuple[Held, ...]:
    """The wordings that are versions: one for each day, oldest first.

    Two files of one day are copies of one version, however their typing differs; a file that tells no
    day cannot be placed among dated ones. The file whose path sorts first speaks, so that the order
    of arrival does not matter.
    """
    dated = sorted((held for held in texts if held.dated_on), key=_order)
    if not dated:
        return tuple(sorted(texts, key=_order)[:1])
    first = {held.dated_on: held for held in reversed(dated)}
    return tuple(held for held in dated if first[held.dated_on] is held)


def versions(texts: Sequence[Held]) -> tuple[Version, ...]:
    """Every wording as a version, those that stand first, copies after them."""
    stand = standing(texts)
    by_day = {held.dated_on: held for held in stand}
    copies = sorted((held for held in texts if held not in stand), key=_order)
    return tuple(_version(held, first=held is stand[0]) for held in stand) + tuple(
        _version(held, copy_of=by_day.get(held.dated_on, stand[-1]).fingerprint) for held in copies
    )


def applies_from(held: Held) -> date | None:
    """The first day on which this wording counts; None when the text tells of no amendment.

    A wholesale revision states its own day (…自2020年9月1日起施行); after a mere amendment the
    commencement clause still states the original day, and the history line tells when it changed.
    """
    revised = last_amended(held)
    effect = effective_on(held)
    if revised is None:
        return None
    if effect and effect >= revised:
        return effect
    return max(revised, held.dated_on or revised)


def last_amended(held: Held) -> date | None:
    """The day of the last change of text that the wording's own history tells."""
    lines = (line for reading in held.readings for line in reading.statements.history)
    return max((line.on for line in lines if line.changes_text), default=None)


def effective_on(held: Held) -> date | None:
    """The day on which the wording says that it takes effect, if it gives one."""
    stated = (reading.statements.effective for reading in held.readings)
    return next((effective.on for effective in stated if effective and effective.on), None)


def doubts(texts: Sequence[Held]) -> tuple[tuple[str, Doubt], ...]:
    """What is doubtful about the versions, each with the path of the file it is about."""
    found = versions(texts)
    paths = {held.fingerprint: held.path for held in texts}
    return tuple((paths[copy.fingerprint], _copied(copy, paths)) for copy in found if copy.copy_of)


def _version(held: Held, *, first: bool = False, copy_of: str = "") -> Version:
    since = applies_from(held)
    if since is None and not first:
        since = effective_on(held) or held.dated_on
    speaker = held.readings[0]
    note = next((reading.note for reading in held.readings if reading.note), "")
    return Version(held.fingerprint, speaker.title, held.dated_on, since, note, copy_of)


def _copied(copy: Version, paths: dict[str, str]) -> Doubt:
    main = paths[copy.copy_of]
    if copy.dated_on is None:
        return Doubt(
            "version-without-day",
            "日期",
            "同名文件另有版本，本文件未载明日期，无法排列先后",
            f"不作为版本，以 {main} 为准",
        )
    return Doubt(
        "same-day-copy",
        "正文",
        f"与 {main} 同为{printed(copy.dated_on)}的文本，文字不尽相同",
        f"作为副本保存，以 {main} 为准",
    )


def _order(held: Held) -> tuple[date, str]:
    return (held.dated_on or date.min, held.path)
