"""The rules of meetings on a draft (听证会、座谈会、论证会规则), each with its id, its article and its words.

Sources: 《重大行政决策程序暂行条例》 arts. 16 and 17, 《规章制定程序条例》 art. 16. The first binds major
decisions; what a department decides by itself follows it as a model (art. 42); the making of rules is not
under it at all. Where the law leaves no choice, a breach that can still be avoided keeps a notice from being
announced; where it leaves one, or the breach has happened, its reason is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from base.term import Term
from registry.consultations.rules.terms import Matter, MeetingKind

# 30日前, 7日前: the day itself is not counted (民法典 art. 201).
NOTICE, PAPERS = timedelta(days=30), timedelta(days=7)
ONE = timedelta(days=1)
DECISIONS, RULES_OF_RULES = "《重大行政决策程序暂行条例》", "《规章制定程序条例》"
UNDER_DECISIONS = frozenset(
    {Matter.MAJOR_DECISION, Matter.NORMATIVE_DOCUMENT, Matter.PLAN, Matter.OTHER},
)


class Keeping(Term):
    """Whether a rule of meetings is kept (会议规则核对)."""

    KEPT = "kept", "符合"
    AHEAD = "ahead", "待办理"
    BROKEN = "broken", "不符合"


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """A meeting as the rules see it: its days, and what of it there is.

    `announced_on` is the day of its notice; where there is none yet, it is asked what would be on the day
    asked about. `drafted`: the draft and its note are public. `participants_on`: the day on which the list of
    participants became public.
    """

    kind: MeetingKind
    matter: Matter
    held_on: date
    announced_on: date | None = None
    place: str = ""
    content: str = ""
    selection: str = ""
    register_through: date | None = None
    papers_sent_on: date | None = None
    participants_on: date | None = None
    drafted: bool = True
    recorded: bool = False
    signed: bool = False


Found = tuple[Keeping, str]


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """One rule (会议规则): its words and its source.

    `before`: it is about what comes before the meeting, so that a later day would still keep it.
    """

    id: str
    words: str
    source: str
    matters: frozenset[Matter]
    judge: Callable[[MeetingPlan, date], Found | None]
    before: bool = False

    def binds(self, matter: Matter) -> bool:
        """Whether the law leaves no choice: for the others it is the model to follow (参照)."""
        return matter in {Matter.RULE, Matter.MAJOR_DECISION}


@dataclass(frozen=True, slots=True)
class MeetingFinding:
    """What a rule says of a meeting: kept, still ahead, or broken; `must` where the law leaves no choice."""

    rule: MeetingRule
    keeping: Keeping
    sentence: str
    must: bool

    @property
    def broken(self) -> bool:
        """Whether the rule is not kept."""
        return self.keeping is Keeping.BROKEN

    @property
    def blocks(self) -> bool:
        """Whether the notice may not be announced so."""
        return self.broken and self.must and self.rule.before


def findings(plan: MeetingPlan, on: date) -> tuple[MeetingFinding, ...]:
    """What every rule that applies says of a hearing on a day; of other meetings none says anything."""
    if plan.kind is not MeetingKind.HEARING:
        return ()
    found = []
    for rule in RULES:
        answer = rule.judge(plan, on) if plan.matter in rule.matters else None
        if answer is not None:
            found.append(MeetingFinding(rule, *answer, must=rule.binds(plan.matter)))
    return tuple(found)


def announced_in_time(plan: MeetingPlan, on: date) -> Found | None:
    """Time, place and content stand 30 days before (提前三十日公布)."""
    out, latest = plan.announced_on or on, plan.held_on - NOTICE
    keeping = Keeping.KEPT if out <= latest else Keeping.BROKEN
    when = f"{out.isoformat()} 公布" if plan.announced_on else f"今天（{out.isoformat()}）公布"
    return keeping, f"{when}，最迟应当在 {latest.isoformat()} 公布"


def says_when_and_where(plan: MeetingPlan, _on: date) -> Found | None:
    """The notice tells time, place and content (载明时间、地点、内容)."""
    missing = [word for word, told in (("地点", plan.place), ("内容", plan.content)) if not told.strip()]
    if missing:
        return Keeping.BROKEN, f"还没有写明{'、'.join(missing)}"
    return Keeping.KEPT, "时间、地点和内容都已写明"


def draft_is_public(plan: MeetingPlan, _on: date) -> Found | None:
    """The draft and its note are public before (草案及说明提前公布)."""
    if plan.drafted:
        return Keeping.KEPT, "草案和起草说明已经公布"
    return Keeping.BROKEN, "草案或者起草说明还没有公布"


def papers_in_time(plan: MeetingPlan, on: date) -> Found | None:
    """The papers reach the participants 7 days before (材料提前七日送达)."""
    latest = plan.held_on - PAPERS
    if plan.papers_sent_on is not None:
        told = f"{plan.papers_sent_on.isoformat()} 送达，最迟应当在 {latest.isoformat()} 送达"
        return (Keeping.KEPT if plan.papers_sent_on <= latest else Keeping.BROKEN), told
    keeping = Keeping.AHEAD if on <= latest else Keeping.BROKEN
    return keeping, f"还没有登记送达日期，最迟应当在 {latest.isoformat()} 送达"


def participants_known(plan: MeetingPlan, on: date) -> Found | None:
    """The list of participants is public before (参加人名单提前公布)."""
    if plan.participants_on is not None:
        kept = plan.participants_on < plan.held_on
        return (Keeping.KEPT if kept else Keeping.BROKEN), f"{plan.participants_on.isoformat()} 公布"
    latest = plan.held_on - ONE
    keeping = Keeping.AHEAD if on <= latest else Keeping.BROKEN
    return keeping, f"还没有公布，最迟应当在 {latest.isoformat()} 公布"


def selection_is_public(plan: MeetingPlan, _on: date) -> Found | None:
    """How participants are chosen is public, where one has to register (遴选办法提前公布)."""
    if plan.selection.strip():
        return Keeping.KEPT, "遴选办法已写明"
    if plan.register_through is None:
        return None
    return Keeping.BROKEN, "设有报名截止日，但是没有写明怎样遴选参加人"


def recorded(plan: MeetingPlan, on: date) -> Found | None:
    """A record is made (制作笔录)."""
    if plan.recorded:
        return Keeping.KEPT, "笔录已登记"
    return (Keeping.AHEAD if on <= plan.held_on else Keeping.BROKEN), "还没有登记笔录"


def record_is_signed(plan: MeetingPlan, on: date) -> Found | None:
    """The participants confirm the record and sign it (确认记录并签字)."""
    if plan.signed:
        return Keeping.KEPT, "签字的记录已存档（不公开）"
    return (Keeping.AHEAD if on <= plan.held_on else Keeping.BROKEN), "还没有上传参加人签字的记录"


_RULE = frozenset({Matter.RULE})
RULES = (
    MeetingRule(
        "H01",
        "听证会举行的三十日前公布听证会的时间、地点和内容",
        f"{RULES_OF_RULES}第十六条第二款第一项",
        _RULE,
        announced_in_time,
        before=True,
    ),
    MeetingRule(
        "H02",
        "公布时明确听证的时间、地点和内容",
        f"{DECISIONS}第十六条第二款；{RULES_OF_RULES}第十六条第二款第一项",
        frozenset(Matter),
        says_when_and_where,
        before=True,
    ),
    MeetingRule(
        "H03",
        "听证前公布草案及其说明等材料",
        f"{DECISIONS}第十六条第二款",
        UNDER_DECISIONS,
        draft_is_public,
        before=True,
    ),
    MeetingRule(
        "H04",
        "听证会材料于召开听证会七日前送达听证参加人",
        f"{DECISIONS}第十六条第三款",
        UNDER_DECISIONS,
        papers_in_time,
        before=True,
    ),
    MeetingRule(
        "H05",
        "需要遴选参加人的，提前公布遴选办法",
        f"{DECISIONS}第十六条第三款",
        UNDER_DECISIONS,
        selection_is_public,
        before=True,
    ),
    MeetingRule(
        "H06",
        "听证参加人名单提前向社会公布",
        f"{DECISIONS}第十六条第三款",
        UNDER_DECISIONS,
        participants_known,
        before=True,
    ),
    MeetingRule(
        "H07",
        "听证会制作笔录，如实记录主要观点和理由",
        f"{RULES_OF_RULES}第十六条第二款第三项",
        _RULE,
        recorded,
    ),
    MeetingRule(
        "H08",
        "听证参加人确认听证会记录并签字",
        f"{DECISIONS}第十七条第三项",
        UNDER_DECISIONS,
        record_is_signed,
    ),
)
