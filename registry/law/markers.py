"""Markers (标注): what every rendition of a document must say of its standing, and the plain sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registry.law.condition import ENDINGS, Condition, begins, condition_on, covers
from registry.law.days import printed
from registry.law.designations import designation
from registry.law.events import REVISED, Act, Event, dated, in_effect_order
from registry.law.terms import EventKind, Validity

# For each kind of event: the wording once it has effect, while it is to come, and without a day yet.
# 有效期至 is printed with the law's last day, which is the day before the event.
WORDINGS = {
    EventKind.COMMENCEMENT: ("{what}自{day}起施行", "{what}自{day}起施行", "{what}施行日期未定"),
    EventKind.AMENDMENT: (
        "{what}已于{day}修改",
        "{what}将自{day}起修改",
        "已公布{what}修改决定，施行日期未定",
    ),
    EventKind.REPEAL: (
        "{what}已于{day}{where}废止",
        "{what}将自{day}起{where}废止",
        "已公布{what}废止决定，施行日期未定",
    ),
    EventKind.EXPIRY: (
        "{what}有效期至{last}，已期满失效",
        "{what}有效期至{last}",
        "{what}有效期届满日期未定",
    ),
    EventKind.LAPSE: (
        "{what}已于{day}宣布失效",
        "{what}将自{day}起失效",
        "已公布{what}失效决定，施行日期未定",
    ),
    EventKind.ANNULMENT: (
        "{what}已于{day}被撤销",
        "{what}将自{day}起被撤销",
        "已公布{what}撤销决定，施行日期未定",
    ),
    EventKind.SUSPENSION: (
        "{what}自{day}起{where}停止执行",
        "{what}将自{day}起{where}停止执行",
        "已公布{what}{where}停止执行的决定，施行日期未定",
    ),
    EventKind.RESUMPTION: (
        "{what}自{day}起{where}恢复执行",
        "{what}将自{day}起{where}恢复执行",
        "已公布{what}{where}恢复执行的决定，施行日期未定",
    ),
    EventKind.CORRECTION: ("{what}已于{day}更正", "{what}将自{day}起更正", "已公布{what}更正，施行日期未定"),
}
WORDINGS[EventKind.PARTIAL_REPEAL] = WORDINGS[EventKind.REPEAL]
UNSAID = Validity.UNDATED.label


@dataclass(frozen=True, slots=True)
class Marker:
    """One thing that must be shown with a document: what happened or will, and the words for it.

    `on` is the first day of its effect, None while unknown; `pending` marks what has no effect yet.
    """

    kind: EventKind
    on: date | None
    wording: str
    provisions: tuple[str, ...] = ()
    area: str = ""
    act: Act | None = None
    pending: bool = False

    @property
    def sentence(self) -> str:
        """The wording with the act it rests on."""
        return self.wording + (f"，依据{cited(self.act)}" if self.act and cited(self.act) else "")


def markers(events: Iterable[Event], as_of: date) -> tuple[Marker, ...]:
    """What must be shown with the document on that day, the whole before its parts, by day.

    A document that has ended bears the mark of its end alone. Past amendments are no marks: the
    wording in force already contains them.
    """
    life = sorted(events, key=in_effect_order)
    condition = condition_on(life, as_of)
    if condition.end:
        return (_marker(condition.end, as_of),)
    found: dict[tuple[EventKind, date | None, tuple[str, ...], str], Marker] = {}
    # One thing recorded twice is marked once, by the record that knows its act.
    for marker in (*_unbegun(life, condition), *_present(life, condition, as_of), *_to_come(life, as_of)):
        found.setdefault((marker.kind, marker.on, marker.provisions, marker.area), marker)
    return tuple(sorted(found.values(), key=_order))


def standing_sentence(events: Iterable[Event], as_of: date, replaced_by: str = "") -> str:
    """How the document stands on that day, in one plain sentence; `replaced_by` is a title.

    >>> standing_sentence([Event(EventKind.COMMENCEMENT, date(2019, 10, 1))], date(2020, 1, 1))
    '现行有效，自2019年10月1日起施行。'
    """
    life = list(events)
    shown = markers(life, as_of)
    condition = condition_on(life, as_of)
    if condition.end:
        replaced = f"，由{quoted(replaced_by)}代替" if replaced_by else ""
        return f"{shown[0].sentence}{replaced}。"
    parts = [
        _lead(life, condition, as_of, shown),
        *(m.sentence for m in shown if not _said_by_lead(m, condition)),
    ]
    return "；".join(part for part in parts if part) + "。"


def called(eids: Iterable[str]) -> str:
    """Several provisions in one phrase, in the order given: 第三条、第十二条."""
    return "、".join(designation(eid) or eid for eid in eids)


def cited(act: Act) -> str:
    """The act as a sentence cites it: 《…》（国办发〔2018〕118号)."""
    if not act.title:
        return act.number
    return quoted(act.title) + (f"（{act.number}）" if act.number else "")


def quoted(title: str) -> str:
    """A title in title marks; marks inside it become single ones, as the standard for punctuation asks."""
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        return title
    return "《" + title.replace("《", "〈").replace("》", "〉") + "》"


def _marker(event: Event, as_of: date, provisions: tuple[str, ...] | None = None) -> Marker:
    touched = event.provisions if provisions is None else provisions
    done, coming, undated = WORDINGS[event.kind]
    template = undated if event.on is None else coming if event.on > as_of else done
    unnamed = "部分条文" if event.kind is EventKind.PARTIAL_REPEAL else ""
    wording = template.format(
        what=called(touched) or unnamed,
        where=f"在{event.area}" if event.area else "",
        day=printed(event.on) if event.on else "",
        last=printed(event.on - timedelta(days=1)) if event.on else "",
    )
    pending = event.on is None or event.on > as_of
    return Marker(event.kind, event.on, wording, touched, event.area, event.act, pending)


def _unbegun(life: list[Event], condition: Condition) -> Iterator[Marker]:
    # The state before commencement is itself a mark: nobody may take the text for law in force.
    if condition.commenced:
        return
    begun = [event for event in life if begins(event)]
    first = next(iter(dated(begun)), None)
    if first is None or first.on is None:
        yield Marker(EventKind.COMMENCEMENT, None, "施行日期未定" if begun else UNSAID, pending=True)
        return
    day = printed(first.on)
    wording = f"尚未施行，自{day}起施行" if condition.awaited else f"修订文本自{day}起施行，此前的文本未收录"
    yield Marker(EventKind.COMMENCEMENT, first.on, wording, act=first.act, pending=True)


def _present(life: list[Event], condition: Condition, as_of: date) -> Iterator[Marker]:
    past = [event for event in dated(life) if event.on and event.on <= as_of]
    for place, event in enumerate(past):
        if event.kind is EventKind.SUSPENSION:
            yield from _halted(event, past[place + 1 :], condition, as_of)
        elif event.kind in ENDINGS or event.kind is EventKind.PARTIAL_REPEAL:
            yield _marker(event, as_of)


def _halted(event: Event, later: list[Event], condition: Condition, as_of: date) -> Iterator[Marker]:
    lifted = [other for other in later if other.kind is EventKind.RESUMPTION and other.area == event.area]
    if any(not other.provisions for other in lifted):
        return
    named = [eid for other in lifted for eid in other.provisions]
    left = tuple(eid for eid in event.provisions if not any(covers(outer, eid) for outer in named))
    if not event.area:
        left = tuple(eid for eid in left if eid in condition.halted)
    if left or not event.provisions:
        yield _marker(event, as_of, left)


def _to_come(life: list[Event], as_of: date) -> Iterator[Marker]:
    for event in life:
        awaited = event.on is None or event.on > as_of
        if awaited and not begins(event) and event.kind is not EventKind.CORRECTION:
            yield _marker(event, as_of)


def _order(marker: Marker) -> tuple[bool, bool, date, str, tuple[str, ...], str]:
    partial = bool(marker.provisions or marker.area) or marker.kind is EventKind.PARTIAL_REPEAL
    return (partial, marker.pending, marker.on or date.max, marker.kind.value, marker.provisions, marker.area)


def _lead(life: list[Event], condition: Condition, as_of: date, shown: tuple[Marker, ...]) -> str:
    state = condition.validity
    if [marker.wording for marker in shown] == [UNSAID]:
        # The bare label reads as if the document did not hold; no more is known than this.
        return "正文未载明施行日期，未见废止、失效的记载"
    if state in {Validity.NOT_YET_IN_FORCE, Validity.UNDATED, Validity.SUSPENDED}:
        return next((m.sentence for m in shown if _said_by_lead(m, condition)), state.label)
    first = next((event for event in dated(life) if begins(event)), None)
    text = "修订文本" if first and first.rule == REVISED else ""
    begun = f"，{text}自{printed(first.on)}起施行" if first and first.on and first.on <= as_of else ""
    if state is Validity.IN_FORCE:
        return f"现行有效{begun}"
    return f"部分废止，其余部分现行有效{begun}" if begun else "部分废止"


def _said_by_lead(marker: Marker, condition: Condition) -> bool:
    if marker.provisions or marker.area:
        return False
    if condition.validity is Validity.SUSPENDED and marker.kind is EventKind.SUSPENSION:
        return not marker.pending
    unbegun = {Validity.NOT_YET_IN_FORCE, Validity.UNDATED}
    return marker.kind is EventKind.COMMENCEMENT and condition.validity in unbegun
