"""Rules of public participation (公众参与): 重大行政决策程序暂行条例 arts. 14-18."""

from registry.decisions.rules.checking import MET, Answer, Rule, Waits, unless
from registry.decisions.rules.course import Course, Hearing
from registry.decisions.rules.terms import PaperRole, StepKind

# Art. 15, in calendar days.
CONSULTATION_DAYS = 30
# Art. 16: the papers reach the participants seven days before the hearing.
HEARING_DAYS = 7


def _heard(course: Course) -> Answer:
    step = course.step(StepKind.PARTICIPATION)
    if step.omitted:
        return Waits.NOT_ASKED
    day = course.discussed_on
    if day is None:
        return MET if step.done_on else Waits.AHEAD
    late = course.finished_by(day, (StepKind.PARTICIPATION,))
    return unless(not late, "提交讨论时尚未完成公众参与，也没有写明不履行的法律依据")


def _shown(course: Course) -> Answer:
    if not course.notices:
        return _ahead(course)
    wanted = (("has_draft", "决策草案"), ("has_note", "草案的说明"), ("ways", "提出意见的方式"))
    return tuple(
        f"《{notice.title}》没有公布{words}"
        for notice in course.notices
        for name, words in wanted
        if not getattr(notice, name)
    )


def _long_enough(course: Course) -> Answer:
    if not course.notices:
        return _ahead(course)
    return tuple(
        f"《{notice.title}》公告期限 {notice.announced_days} 日，实际公开 {notice.real_days} 日，"
        f"不足 {CONSULTATION_DAYS} 日，公告中没有说明缩短的理由"
        for notice in course.notices
        if notice.days < CONSULTATION_DAYS and not notice.short_reason
    )


def _hearing_held(course: Course) -> Answer:
    if not course.hearing_planned:
        return Waits.NOT_ASKED
    if any(hearing.held for hearing in course.hearings):
        day = course.discussed_on
        early = day is None or any(hearing.held_on <= day for hearing in course.hearings)
        return unless(early, "听证会在提交讨论之后才召开")
    return ("目录列明应当听证，但提交讨论前没有召开听证会",) if course.discussed_on else Waits.AHEAD


def _each_hearing(course: Course) -> tuple[Hearing, ...]:
    return tuple(hearing for hearing in course.hearings if hearing.held)


def _announced(course: Course) -> Answer:
    if not course.hearings:
        return Waits.NOT_ASKED
    late = [h for h in course.hearings if h.announced_on is None or h.announced_on >= h.held_on]
    missing = [h for h in course.hearings if not h.placed]
    return (
        *(f"“{hearing.title}”没有提前公告时间、地点" for hearing in late),
        *(f"“{hearing.title}”的公告没有写明地点" for hearing in missing),
    )


def _participants(course: Course) -> Answer:
    held = _each_hearing(course)
    if not held:
        return Waits.AHEAD if course.hearings or course.hearing_planned else Waits.NOT_ASKED
    return tuple(f"“{h.title}”的听证参加人名单没有提前公布" for h in held if not h.participants)


def _papers_sent(course: Course) -> Answer:
    if not course.hearings:
        return Waits.AHEAD if course.hearing_planned else Waits.NOT_ASKED
    sent = [h for h in course.hearings if h.papers_sent_on]
    unsent = [h for h in _each_hearing(course) if not h.papers_sent_on]
    if not sent and not unsent:
        return Waits.AHEAD
    return (
        *(
            f"“{h.title}”的材料在召开前 {(h.held_on - h.papers_sent_on).days} 日才送达听证参加人，"
            f"应当提前 {HEARING_DAYS} 日"
            for h in sent
            if h.papers_sent_on and (h.held_on - h.papers_sent_on).days < HEARING_DAYS
        ),
        *(f"“{h.title}”没有登记材料送达听证参加人的日期" for h in unsent),
    )


def _recorded(course: Course) -> Answer:
    held = _each_hearing(course)
    if not held:
        return Waits.AHEAD if course.hearings or course.hearing_planned else Waits.NOT_ASKED
    return tuple(f"“{hearing.title}”没有听证会记录" for hearing in held if not hearing.recorded)


def _studied(course: Course) -> Answer:
    step = course.step(StepKind.PARTICIPATION)
    if step.omitted:
        return Waits.NOT_ASKED
    told = course.papers(PaperRole.OPINIONS) or any(n.outcome_published for n in course.notices)
    if told:
        return MET
    return ("没有意见研究采纳情况的材料，也没有公布采纳情况",) if course.discussed_on else Waits.AHEAD


def _ahead(course: Course) -> Waits:
    """Where nothing was published for comment: other ways are open (art. 14), or it has not come yet."""
    step = course.step(StepKind.PARTICIPATION)
    return Waits.NOT_ASKED if step.omitted or step.done_on else Waits.AHEAD


_IN = StepKind.PARTICIPATION
PARTICIPATION = (
    Rule(
        "K08",
        "第十四条第一款",
        "听取公众意见",
        "决策承办单位应当采取便于社会公众参与的方式充分听取意见，依法不予公开的决策事项除外。",
        _IN,
        _heard,
    ),
    Rule(
        "K09",
        "第十五条第一款",
        "公布草案、说明、方式和期限",
        "决策事项向社会公开征求意见的，决策承办单位应当通过政府网站、政务新媒体以及报刊、广播、电视等便于社会公众知晓的途径，"
        "公布决策草案及其说明等材料，明确提出意见的方式和期限。",
        _IN,
        _shown,
    ),
    Rule(
        "K10",
        "第十五条第一款",
        "公开征求意见不少于30日",
        "公开征求意见的期限一般不少于30日；因情况紧急等原因需要缩短期限的，公开征求意见时应当予以说明。",
        _IN,
        _long_enough,
    ),
    Rule(
        "K11",
        "第十六条第一款",
        "列明听证的已经听证",
        "决策事项直接涉及公民、法人、其他组织切身利益或者存在较大分歧的，可以召开听证会。"
        "法律、法规、规章对召开听证会另有规定的，依照其规定。",
        _IN,
        _hearing_held,
    ),
    Rule(
        "K12",
        "第十六条第二款",
        "提前公布听证时间、地点",
        "决策承办单位或者组织听证会的其他单位应当提前公布决策草案及其说明等材料，明确听证时间、地点等信息。",
        _IN,
        _announced,
    ),
    Rule(
        "K13",
        "第十六条第三款",
        "提前公布听证参加人名单",
        "听证参加人名单应当提前向社会公布。",
        _IN,
        _participants,
    ),
    Rule(
        "K14",
        "第十六条第三款",
        "听证材料7日前送达",
        "听证会材料应当于召开听证会7日前送达听证参加人。",
        _IN,
        _papers_sent,
    ),
    Rule(
        "K15",
        "第十七条",
        "听证会有签字确认的记录",
        "听证会应当按照下列程序公开举行：……(三)听证参加人确认听证会记录并签字。",
        _IN,
        _recorded,
    ),
    Rule(
        "K16",
        "第十八条",
        "研究采纳意见",
        "决策承办单位应当对社会各方面提出的意见进行归纳整理、研究论证，充分采纳合理意见，完善决策草案。",
        _IN,
        _studied,
    ),
)
