"""Objections (标注规则): what stands against recording an event in a document's life.

Each rule is a function of what is asked and of the document's case: "" when nothing stands against it,
otherwise the sentence for the person who asked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.law.condition import ENDINGS, begins, condition_on, covers, whole
from registry.law.days import printed
from registry.law.events import REVISED, Event, dated
from registry.law.markers import called, cited
from registry.law.terms import EventKind, Term, Validity
from registry.law.validity import validity

# What has no day yet is held against what stands for ever.
FAR = date(2999, 12, 31)
PLACED = frozenset({EventKind.SUSPENSION, EventKind.RESUMPTION})
# Made by somebody's act; what a text says of its own term or of its own misprint needs none.
CAUSED = frozenset(EventKind) - {EventKind.EXPIRY, EventKind.CORRECTION}
# Provisions that an amendment adds (增加一条) or a commencement names need not stand in the present text.
NAMED = frozenset({EventKind.PARTIAL_REPEAL, EventKind.SUSPENSION, EventKind.RESUMPTION})
# A document may say itself when it begins, when it ends, and where it was misprinted.
BY_OTHERS = CAUSED - {EventKind.COMMENCEMENT}
DECIDED = frozenset({EventKind.REPEAL, EventKind.LAPSE, EventKind.ANNULMENT})


class MarkRule(Term):
    """The rules of marking (标注规则), each with its words as the guide prints them."""

    PUBLISHED = "published", "只有已发布的文件可以标注；草稿、已撤回的文件不能标注"
    ITSELF = "itself", "文件不因自身而废止、失效、修改、停止执行，正文载明的除外"
    ENDED = "ended", "已终止或者已定终止的文件不再标注；原记录有误的，先更正"
    PROVISIONS_ENDED = "provisions-ended", "已废止的条款不再废止、停止执行"
    UNCOMMENCED = "uncommenced", "在施行之前终止的，文件从未施行，须经确认"
    CIRCULAR = "circular", "甲由乙代替，乙不得再由甲代替"
    PROVISIONS = "provisions", "所选条款须在正文之中"
    RESUMPTION = "resumption", "恢复执行须有相同范围的停止执行在先"
    SUSPENDED = "suspended", "已停止执行的，不再就同一范围停止执行"
    COMMENCED = "commenced", "已有施行日期的，不另记施行日期"
    EXPIRY = "expiry", "有效期届满日不得早于施行日"
    AREA = "area", "适用地区只用于停止执行和恢复执行"
    ACT = "act", "须写明依据文件的标题或者文号"
    MADE = "made", "生效日不得早于文件制定之日"
    RETROACTIVE = "retroactive", "依据文件晚于生效日的，提请注意"


class Gravity(Term):
    """What an objection asks of the person who marks."""

    REFUSED = "refused", "不得标注"
    CONFIRM = "confirm", "须经确认"
    NOTED = "noted", "提请注意"


@dataclass(frozen=True, slots=True)
class Case:
    """The document that is to be marked, as far as the rules ask.

    `text_from` is the first day of the text whose provisions are meant; `own_act` says that the act is the
    document itself, `namesake` that it bears its title and no number, `says_so` that its own text has the
    sentence given as evidence; `ring` is the title through which a replacement would lead back to it.
    """

    title: str
    events: tuple[Event, ...] = ()
    published: bool = True
    made_on: date | None = None
    eids: frozenset[str] = frozenset()
    text_from: date | None = None
    own_act: bool = False
    namesake: bool = False
    says_so: bool = False
    ring: str = ""
    act_on: date | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that stands against an event: by which rule, in which field of the form, in a sentence."""

    rule: MarkRule
    gravity: Gravity
    field: str
    sentence: str


def objections(asked: Event, case: Case) -> tuple[Objection, ...]:
    """Everything that stands against recording the event, in the order of the rules."""
    found = ((rule, gravity, field, holds(asked, case)) for rule, gravity, field, holds in HELD)
    return tuple(Objection(*said) for said in found if said[-1])


def end_of(events: Iterable[Event], asked: Event) -> Event | None:
    """The event that has ended, or is to end, the document before another end could; None where none does.

    An end decided for any day, known or not, excludes a second decision; a term that runs out later
    (有效期至) does not.
    """
    life = list(events)
    ended = condition_on(life, asked.on or FAR).end
    if ended or asked.kind not in ENDINGS or not whole(asked):
        return ended
    rivals = {EventKind.EXPIRY} if asked.kind is EventKind.EXPIRY else DECIDED
    return next((event for event in life if event.kind in rivals and whole(event)), None)


def told(event: Event) -> str:
    """An ending in words: by which act, from which day."""
    how = ENDINGS[event.kind].label if event.kind in ENDINGS else event.kind.label
    by = f"依据{cited(event.act)}" if event.act and cited(event.act) else ""
    when = f"自{printed(event.on)}起" if event.on else "（日期未定）"
    return f"{by}{when}{how}"


def _published(_asked: Event, case: Case) -> str:
    return "" if case.published else f"《{case.title}》尚未发布，不能标注时效；请先发布，或者在登记稿中修改"


def _itself(asked: Event, case: Case) -> str:
    if asked.kind not in BY_OTHERS or case.says_so:
        return ""
    if case.own_act:
        return f"《{case.title}》不能由它自身{asked.kind.label}；正文确有载明的，请把那句话照录在“原文”一栏"
    return f"依据文件与《{case.title}》同名而没有文号，无法区分：请填写文号" if case.namesake else ""


def _ended(asked: Event, case: Case) -> str:
    if asked.kind in {EventKind.CORRECTION, EventKind.COMMENCEMENT}:
        return ""
    end = end_of(case.events, asked)
    return f"《{case.title}》已{told(end)}，不能再次标注；原记录有误的，请先更正那条记录" if end else ""


def _provisions_ended(asked: Event, case: Case) -> str:
    if asked.kind not in {EventKind.PARTIAL_REPEAL, EventKind.SUSPENSION} or asked.area:
        return ""
    gone = {eid: event for event in _partial(case) for eid in event.provisions}
    for eid in asked.provisions:
        event = next((event for outer, event in gone.items() if covers(outer, eid)), None)
        if event:
            return f"《{case.title}》{called((eid,))}已{told(event)}，不能再次标注"
    return ""


def _partial(case: Case) -> list[Event]:
    # What ended before this text's first day is no longer in it: its articles may be others.
    partial = [event for event in case.events if event.kind is EventKind.PARTIAL_REPEAL]
    return [e for e in partial if case.text_from is None or e.on is None or e.on >= case.text_from]


def _uncommenced(asked: Event, case: Case) -> str:
    ends = asked.kind in ENDINGS or asked.kind in {EventKind.PARTIAL_REPEAL, EventKind.SUSPENSION}
    if not ends or asked.kind is EventKind.EXPIRY or asked.on is None or asked.area:
        return ""
    # What begins and ends on one day was never in force: the day before tells.
    if validity(case.events, asked.on - timedelta(days=1)) is not Validity.NOT_YET_IN_FORCE:
        return ""
    first = _first_day(case.events)
    since = f"自{printed(first)}起施行" if first else "施行日期未定"
    return f"《{case.title}》{since}，在此之前{asked.kind.label}即从未施行：确属如此的，请勾选确认"


def _circular(_asked: Event, case: Case) -> str:
    if not case.ring:
        return ""
    if case.ring == case.title:
        return f"《{case.title}》不能由它自身代替，同名的新文件请填写文号"
    return f"代替循环：《{case.ring}》已直接或者间接由《{case.title}》代替，不能反过来代替它"


def _provisions(asked: Event, case: Case) -> str:
    missing = [eid for eid in asked.provisions if eid not in case.eids] if asked.kind in NAMED else []
    return f"《{case.title}》没有这些条款（provisions）：{'、'.join(missing)}" if missing else ""


def _resumption(asked: Event, case: Case) -> str:
    if asked.kind is not EventKind.RESUMPTION or _halted(case.events, asked):
        return ""
    return f"《{case.title}》届时没有相同范围的停止执行，无从恢复"


def _suspended(asked: Event, case: Case) -> str:
    if asked.kind is not EventKind.SUSPENSION or not _halted(case.events, asked):
        return ""
    return f"《{case.title}》同一范围届时已经停止执行，不必再次标注"


def _halted(events: Sequence[Event], asked: Event) -> bool:
    """Whether exactly what is asked about is suspended on that day; an undated suspension counts."""

    def same(event: Event) -> bool:
        return set(event.provisions) == set(asked.provisions) and event.area == asked.area

    if any(e.kind is EventKind.SUSPENSION and e.on is None and same(e) for e in events):
        return True
    known = [e for e in dated(events) if e.kind in PLACED and same(e) and e.on and e.on <= (asked.on or FAR)]
    return bool(known) and known[-1].kind is EventKind.SUSPENSION


def _commenced(asked: Event, case: Case) -> str:
    first = _first_day(case.events) if begins(asked) else None
    if first is None:
        return ""
    return f"《{case.title}》已记载自{printed(first)}起施行；日期有误的，请更正那条记录"


def _first_day(events: Iterable[Event]) -> date | None:
    begun = [event.on for event in events if begins(event) and event.on and event.rule != REVISED]
    return min(begun, default=None)


def _expiry(asked: Event, case: Case) -> str:
    first = _first_day(case.events)
    if asked.kind is not EventKind.EXPIRY or asked.on is None or first is None or asked.on > first:
        return ""
    return f"有效期届满日早于施行日（{printed(first)}），请核对"


def _area(asked: Event, _case: Case) -> str:
    return "适用地区只用于停止执行和恢复执行，请删去" if asked.area and asked.kind not in PLACED else ""


def _act(asked: Event, _case: Case) -> str:
    named = asked.act is not None and (asked.act.title or asked.act.number)
    return "" if named or asked.kind not in CAUSED else "请写明依据文件的标题或者文号"


def _made(asked: Event, case: Case) -> str:
    if asked.kind is EventKind.COMMENCEMENT or not asked.on or not case.made_on or asked.on >= case.made_on:
        return ""
    return f"《{case.title}》{printed(case.made_on)}才制定，不能自{printed(asked.on)}起{asked.kind.label}"


def _retroactive(asked: Event, case: Case) -> str:
    if asked.on is None or case.act_on is None or case.act_on <= asked.on:
        return ""
    return f"依据文件的日期（{printed(case.act_on)}）晚于生效日（{printed(asked.on)}），请核对是否溯及既往"


HELD: tuple[tuple[MarkRule, Gravity, str, Callable[[Event, Case], str]], ...] = (
    (MarkRule.PUBLISHED, Gravity.REFUSED, "document", _published),
    (MarkRule.ENDED, Gravity.REFUSED, "document", _ended),
    (MarkRule.PROVISIONS_ENDED, Gravity.REFUSED, "provisions", _provisions_ended),
    (MarkRule.ITSELF, Gravity.REFUSED, "act_title", _itself),
    (MarkRule.ACT, Gravity.REFUSED, "act_title", _act),
    (MarkRule.CIRCULAR, Gravity.REFUSED, "successor_title", _circular),
    (MarkRule.PROVISIONS, Gravity.REFUSED, "provisions", _provisions),
    (MarkRule.RESUMPTION, Gravity.REFUSED, "document", _resumption),
    (MarkRule.SUSPENDED, Gravity.REFUSED, "document", _suspended),
    (MarkRule.COMMENCED, Gravity.REFUSED, "document", _commenced),
    (MarkRule.EXPIRY, Gravity.REFUSED, "through", _expiry),
    (MarkRule.AREA, Gravity.REFUSED, "area", _area),
    (MarkRule.MADE, Gravity.REFUSED, "on", _made),
    (MarkRule.UNCOMMENCED, Gravity.CONFIRM, "never_commenced", _uncommenced),
    (MarkRule.RETROACTIVE, Gravity.NOTED, "on", _retroactive),
)
