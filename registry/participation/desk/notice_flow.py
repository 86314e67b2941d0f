"""Deeds on notices (公告流转): one form, one verb, and back to the consultation."""

from collections.abc import Callable

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import BadInput, NotFound, Unavailable, WrongStage
from base.forms import FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.staff.tables import Unit
from registry.consultations import changing, flow, writing
from registry.consultations.notices import get
from registry.consultations.reads import choosing, shelf
from registry.desk.draft_flow import minute, version_seen
from registry.drafting.faults import FourEyes, NotReady, Stale
from registry.law.days import printed
from registry.participation.desk.notice_forms import uploaded_text
from registry.participation.desk.notice_pages import PLACE, of, to, trail

Deed = Callable[[Session], object]


@may(Permission.READ_CONSULTATION)
def index() -> str:
    """The consultations that the person may see, by how they stand, and by unit."""
    stage = request.args.get("stage", "")
    stage = stage if stage in {each.value for each in shelf.STAGES} else ""
    unit_id = web.whole_number("unit", 0, range(1 << 31)) or None
    number, who = web.page_number(), actor()
    with web.reading() as session:
        return render_template(
            "desk/consultations/list.html",
            place=PLACE,
            page=shelf.shelf(session, who, (stage, unit_id), number, web.config().consulting),
            number=number,
            stage=stage,
            unit_id=unit_id,
            stages=shelf.STAGES,
            units=session.scalars(select(Unit).order_by(Unit.organ, Unit.name)).all(),
        )


@may(Permission.READ_CONSULTATION, of=of)
def show(key: int) -> str:
    """One consultation: its notice, what is open about it, what happened, and what may be done with it."""
    with web.reading() as session:
        row = get(session, key)
        return render_template(
            "desk/consultations/notice.html",
            place=PLACE,
            trail=trail(),
            page=shelf.detail(session, row, actor(), web.config().consulting),
            adopted=choosing.called(session, row.document_id),
            deed_names=current_app.extensions["deed_names"],
        )


def done(key: int, sentence: str, deed: Deed) -> ResponseReturnValue:
    """Do a deed, and say so on the page; what cannot be done is told there."""
    try:
        with web.transaction() as session:
            deed(session)
    except (WrongStage, Stale, NotReady, FourEyes, NotFound) as fault:
        return to(key, fault.sentence, "warning")
    return to(key, sentence)


def deed_of(key: int, sentence: str, read: Callable[[FormReader], Deed]) -> ResponseReturnValue:
    """Read a deed's form and do it; what is wrong with the form is told on the consultation's page."""
    reader = FormReader(request.form)
    try:
        deed = read(reader)
        reader.finish()
        return done(key, sentence, deed)
    except (BadInput, Unavailable) as fault:
        return to(key, fault.sentence, "warning")


def _reason(reader: FormReader, label: str) -> str:
    return reader.text("reason", label, longest=writing.LONGEST_REASON, required=True)


@may(Permission.CONSULT, of=of)
def submit(key: int) -> ResponseReturnValue:
    """Submit a notice that passes the check list."""

    def read(reader: FormReader) -> Deed:
        seen = version_seen(reader)
        return lambda session: flow.submit(session, key, seen, web.config().consulting, by=actor())

    return deed_of(key, "已送审", read)


@may(Permission.CONSULT, of=of)
def recall(key: int) -> ResponseReturnValue:
    """Take back what the office has not decided yet."""
    return deed_of(key, "已撤回送审", lambda _: lambda session: flow.recall(session, key, by=actor()))


@may(Permission.CONSULT, of=of)
def abandon(key: int) -> ResponseReturnValue:
    """Give a notice up that was never published."""

    def read(reader: FormReader) -> Deed:
        reason = _reason(reader, "放弃的理由")
        return lambda session: writing.abandon(session, key, reason, by=actor())

    return deed_of(key, "已放弃", read)


def _opinion(reader: FormReader) -> str:
    # The three buttons of the review share one form.
    reader.leave("publish_at")
    return reader.text("opinion", "审核意见", longest=flow.LONGEST_OPINION, required=True)


@may(Permission.PUBLISH_CONSULTATION, of=of)
def send_back(key: int) -> ResponseReturnValue:
    """Send a notice back to its unit, with the reason."""

    def read(reader: FormReader) -> Deed:
        seen, opinion = version_seen(reader), _opinion(reader)
        return lambda session: flow.send_back(session, key, seen, opinion, by=actor())

    return deed_of(key, "已退回修改", read)


@may(Permission.PUBLISH_CONSULTATION, of=of)
def publish(key: int) -> ResponseReturnValue:
    """Pass a notice and publish it now."""
    rules = web.config().consulting

    def read(reader: FormReader) -> Deed:
        seen, opinion = version_seen(reader), _opinion(reader)
        return lambda session: flow.publish(session, key, seen, opinion, rules, by=actor())

    return deed_of(key, "已发布", read)


@may(Permission.PUBLISH_CONSULTATION, of=of)
def schedule(key: int) -> ResponseReturnValue:
    """Pass a notice and publish it at a minute to come."""
    rules = web.config().consulting

    def read(reader: FormReader) -> Deed:
        seen, opinion = version_seen(reader), _opinion(reader)
        plan = (minute(reader, "publish_at", "定时发布的时间"), rules)
        return lambda session: flow.schedule(session, key, seen, opinion, plan, by=actor())

    return deed_of(key, "审核通过，到时自动发布", read)


@may(Permission.PUBLISH_CONSULTATION, of=of)
def unschedule(key: int) -> ResponseReturnValue:
    """Take a schedule back before its minute."""
    return deed_of(key, "已取消定时发布", lambda _: lambda session: flow.unschedule(session, key, by=actor()))


@may(Permission.PUBLISH_CONSULTATION, of=of)
def extend(key: int) -> ResponseReturnValue:
    """Extend the period to a later last day."""
    rules = web.config().consulting

    def read(reader: FormReader) -> Deed:
        day = reader.day("through_on", "新的截止日期", required=True) or clock.today()
        reason = _reason(reader, "延长的理由")
        return lambda session: changing.extend(session, key, day, reason, rules, by=actor())

    return deed_of(key, "期限已延长", read)


@may(Permission.PUBLISH_CONSULTATION, of=of)
def replace(key: int) -> ResponseReturnValue:
    """Replace the draft by another edition."""
    rules = web.config().consulting

    def read(reader: FormReader) -> Deed:
        reason = _reason(reader, "更换的理由")
        reader.leave("draft")
        made = changing.new_draft(uploaded_text("draft_file") or request.form.get("draft", ""))
        return lambda session: changing.replace_draft(session, key, made, reason, rules, by=actor())

    return deed_of(key, "征求意见稿已更换，原稿和对它的意见都保留", read)


@may(Permission.CONSULT, of=of)
def adopt(key: int) -> ResponseReturnValue:
    """Tie a consultation to the document it led to."""
    rules = web.config().consulting

    def read(reader: FormReader) -> Deed:
        words = reader.text("document", "出台的文件", longest=choosing.LONGEST, required=True)
        text_id = reader.whole("text", "出台的文本") or None
        reason = reader.text("reason", "理由", longest=writing.LONGEST_REASON)

        def deed(session: Session) -> None:
            document = choosing.chosen(session, words)
            changing.adopt(session, key, (document.id, text_id), reason, rules, by=actor())

        return deed

    return deed_of(key, "已登记出台的文件", read)


@may(Permission.PUBLISH_CONSULTATION, of=of)
def drop(key: int) -> ResponseReturnValue:
    """Drop what was planned, with the reason that the page will show."""
    rules = web.config().consulting

    def read(reader: FormReader) -> Deed:
        reason = _reason(reader, "终止的理由")
        return lambda session: changing.drop(session, key, reason, rules, by=actor())

    return deed_of(key, "已终止", read)


@may(Permission.WITHDRAW_CONSULTATION, of=of)
def withdraw(key: int) -> ResponseReturnValue:
    """Withdraw a published notice, with the reason that its page will show."""

    def read(reader: FormReader) -> Deed:
        reason = _reason(reader, "撤回的理由")
        return lambda session: flow.withdraw(session, key, reason, by=actor())

    return deed_of(key, f"已于{printed(clock.today())}撤回", read)
