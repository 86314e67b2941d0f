"""Deeds on interpretations (解读流转): one form, one verb, and back to the interpretation."""

from collections.abc import Callable

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import BadInput, NotFound, WrongStage
from base.forms import FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from interpretations.desk import interpretation_sheet as sheets
from interpretations.desk.interpretation_pages import found, of, to
from interpretations.enquiries.selecting import refuse_asker
from interpretations.publishing import editing, flow, judging, release
from interpretations.publishing.faults import FourEyes, NotDrafter, NotReady, Stale
from interpretations.publishing.works import works
from interpretations.reads import shelf as shelves
from interpretations.reads.sources import sources
from interpretations.rules.comparing import compared
from interpretations.rules.content import Rendered, recalled
from interpretations.rules.terms import Progress
from interpretations.tables import Interpretation
from registry.desk.draft_flow import LONGEST_OPINION, ReviewVerdict, minute, version_seen
from registry.drafting.shelf import full_names
from registry.law.days import printed

Deed = Callable[[Session], object]


@may(Permission.READ_INTERPRETATION)
def index() -> str:
    """The interpretations that the person may see, by stage; one's own, if asked."""
    stage, whose = request.args.get("progress", ""), request.args.get("whose", "")
    with web.reading() as session:
        page = shelves.shelf(
            session,
            actor(),
            "mine" if whose == "mine" else "",
            stage if stage in set(Progress) else "",
            web.page_number(),
        )
    return render_template(
        "desk/interpretations/list.html", place=sheets.PLACE, page=page, stages=list(Progress)
    )


@may(Permission.READ_INTERPRETATION, of=of)
def show(key: int) -> str:
    """One interpretation: what it says, what is open about it, and what may be done with it."""
    with web.reading() as session:
        row = found(session, key)
        page = shelves.detail(session, row, web.config().explaining.likeness, actor())
        return render_template(
            "desk/interpretations/detail.html",
            place=sheets.PLACE,
            trail=sheets.trail(None),
            page=page,
            deed_names=current_app.extensions["deed_names"],
            preview=_as_read(session, row, page),
        )


def _as_read(session: Session, row: Interpretation, page: shelves.Detail) -> sheets.Preview:
    explained = sources(session, works(session, row.id), clock.today())
    files = shelves.staff_files(row.id, page.content, page.files)
    return sheets.previewed(editing.prepared(session, row, page.content), explained, files)


@may(Permission.READ_INTERPRETATION, of=of)
def version(key: int, version: int) -> str:
    """A former version, with what changed since the one before."""
    with web.reading() as session:
        row = found(session, key)
        shown = editing.version_of(session, key, version)
        before = editing.version_of(session, key, version - 1) if version > 1 else None
        changes = compared(recalled(before.content), recalled(shown.content)) if before else ()
        explained = sources(session, works(session, key), clock.today())
        return render_template(
            "desk/interpretations/version.html",
            place=sheets.PLACE,
            trail=sheets.trail(row),
            row=row,
            shown=shown,
            before=before,
            differences=changes,
            who=full_names(session).get(shown.recorded_by, shown.recorded_by),
            preview=sheets.previewed(
                editing.Prepared(recalled(shown.content), Rendered.read(shown.rendered)), explained
            ),
        )


def done(key: int, sentence: str, deed: Deed) -> ResponseReturnValue:
    """Do a deed, and say so on the page; what cannot be done is told there."""
    try:
        with web.transaction() as session:
            deed(session)
    except (WrongStage, Stale, NotReady, FourEyes, NotDrafter, NotFound) as fault:
        return to(key, fault.sentence, "warning")
    return to(key, sentence)


def deed_of(key: int, sentence: str, read: Callable[[FormReader], Deed]) -> ResponseReturnValue:
    """Read a deed's form and do it; what is wrong with the form is told on the interpretation's page."""
    reader = FormReader(request.form)
    try:
        deed = read(reader)
        reader.finish()
        return done(key, sentence, deed)
    except BadInput as fault:
        return to(key, fault.sentence, "warning")


@may(Permission.INTERPRET, of=of)
def submit(key: int) -> ResponseReturnValue:
    """Submit a working copy that passes the check list."""
    limit = web.config().explaining.likeness

    def read(reader: FormReader) -> Deed:
        seen = version_seen(reader)
        return lambda session: _submit(session, key, seen, limit)

    return deed_of(key, "已送审", read)


def _submit(session: Session, key: int, seen: int, limit: int) -> None:
    # Of a selected answer (咨询选登) only the enquiries know the name and contact that must not stand in it.
    refuse_asker(session, key)
    judging.submit(session, key, seen, limit, by=actor())


@may(Permission.INTERPRET, of=of)
def confirm(key: int) -> ResponseReturnValue:
    """Let a finding of the check list stand, with the reason."""
    limit = web.config().explaining.likeness

    def read(reader: FormReader) -> Deed:
        finding = reader.text("finding", "检查事项", longest=60, required=True)
        reason = reader.text("reason", "理由", longest=judging.LONGEST_REASON, required=True)
        return lambda session: judging.confirm(session, key, finding, reason, limit, by=actor())

    return deed_of(key, "已说明理由", read)


@may(Permission.INTERPRET, of=of)
def recall(key: int) -> ResponseReturnValue:
    """Take back what nobody has reviewed yet."""
    return deed_of(key, "已撤回送审", lambda _: lambda session: flow.recall(session, key, by=actor()))


@may(Permission.INTERPRET, of=of)
def abandon(key: int) -> ResponseReturnValue:
    """Give a working copy up; of a published interpretation its revision."""
    return deed_of(key, "已放弃", _reasoned("放弃的理由", editing.abandon, key))


def _reasoned(label: str, verb: Callable[..., object], key: int) -> Callable[[FormReader], Deed]:
    def read(reader: FormReader) -> Deed:
        reason = reader.text("reason", label, longest=500, required=True)
        return lambda session: verb(session, key, reason, by=actor())

    return read


@may(Permission.CHECK_INTERPRETATION, of=of)
def check(key: int) -> ResponseReturnValue:
    """Pass a response to a misreading for the legal division, or send it back."""
    return _judged(key, flow.check, flow.object_to)


@may(Permission.REVIEW_INTERPRETATION, of=of)
def review(key: int) -> ResponseReturnValue:
    """Pass an interpretation for the office, or send it back."""
    return _judged(key, flow.approve, flow.send_back)


def _judged(
    key: int, passing: Callable[..., object], sending_back: Callable[..., object]
) -> ResponseReturnValue:
    def read(reader: FormReader) -> Deed:
        seen = version_seen(reader)
        verdict = reader.choice("verdict", "审核结论", ReviewVerdict, required=True)
        opinion = reader.text("opinion", "审核意见", longest=LONGEST_OPINION, required=True)
        verb = passing if verdict is ReviewVerdict.PASS else sending_back
        return lambda session: verb(session, key, seen, opinion, by=actor())

    back = request.form.get("verdict") == ReviewVerdict.BACK
    return deed_of(key, "已退回修改" if back else "审核通过", read)


@may(Permission.REVIEW_INTERPRETATION, of=of)
def reopen(key: int) -> ResponseReturnValue:
    """Send back what was passed but is not published."""
    return deed_of(key, "已退回修改", _reasoned("退回的理由", flow.reopen, key))


@may(Permission.REVIEW_INTERPRETATION, of=of)
def publish(key: int) -> ResponseReturnValue:
    """Publish a reviewed interpretation now."""
    return _released(key, "已发布", _without_asker(release.publish))


@may(Permission.REVIEW_INTERPRETATION, of=of)
def together(key: int) -> ResponseReturnValue:
    """Let it become public together with its document."""
    return _released(key, "将与文件同步发布", _without_asker(release.release_with_document))


def _without_asker(verb: Callable[..., object]) -> Callable[..., object]:
    """Do a deed that makes an interpretation public, unless it tells who asked what it answers."""

    def checked(session: Session, key: int, *rest: object, **named: object) -> object:
        refuse_asker(session, key)
        return verb(session, key, *rest, **named)

    return checked


def _released(key: int, sentence: str, verb: Callable[..., object]) -> ResponseReturnValue:
    def read(reader: FormReader) -> Deed:
        seen = version_seen(reader)
        return lambda session: verb(session, key, seen, by=actor())

    return deed_of(key, sentence, read)


@may(Permission.REVIEW_INTERPRETATION, of=of)
def schedule(key: int) -> ResponseReturnValue:
    """Publish an interpretation at a minute to come."""
    reader = FormReader(request.form)
    try:
        seen = version_seen(reader)
        moment = minute(reader, "publish_at", "定时发布的时间")
        reader.finish()
        local = clock.local(moment)
        scheduling = _without_asker(release.schedule)
        sentence = f"将于{printed(local.date())}{local:%H:%M}自动发布"
        return done(key, sentence, lambda session: scheduling(session, key, seen, moment, by=actor()))
    except BadInput as fault:
        return to(key, fault.sentence, "warning")


@may(Permission.REVIEW_INTERPRETATION, of=of)
def unschedule(key: int) -> ResponseReturnValue:
    """Take a schedule back."""
    return deed_of(
        key, "已取消定时发布", lambda _: lambda session: release.unschedule(session, key, by=actor())
    )


@may(Permission.WITHDRAW_INTERPRETATION, of=of)
def withdraw(key: int) -> ResponseReturnValue:
    """Withdraw a published interpretation, with the reason that its page will show."""
    return deed_of(key, "已撤回", _reasoned("撤回的理由", release.withdraw, key))
