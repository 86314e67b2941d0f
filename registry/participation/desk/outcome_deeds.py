"""Deeds of answering comments (采纳情况办理): each is one form, one verb, and back to the table."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import markup, web
from base.errors import BadInput, NotFound, Unavailable, WrongStage
from base.forms import Faults, FormReader, kept
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.unprintable import printable
from registry.consultations import outcome_flow, outcomes
from registry.consultations.outcome_work import outcome
from registry.consultations.outcomes import (
    LONGEST_OVERVIEW,
    LONGEST_REASON,
    LONGEST_SUMMARY,
    MOST_COMMENTS,
    MOST_PLACES,
    Decision,
)
from registry.consultations.reads.answering import next_open
from registry.consultations.rules.terms import Verdict
from registry.drafting.faults import FourEyes, NotReady, Stale
from registry.participation.desk.outcome_pages import Typed, of, row_page, work_page

FAULTS = (BadInput, WrongStage, Stale, NotReady, FourEyes, NotFound)
MOST_ROWS = 2_000
Deed = Callable[[FormReader, Session], object]


def typed(names: Sequence[str]) -> dict[str, str]:
    """What was typed, as a page may show it again."""
    return {name: printable(words) for name, words in kept(request.form, names).items()}


def back(key: int) -> str:
    """The table as it was looked at: the same provision, the same page."""
    eid = request.form.get("provision", "")
    known = all(sign.isalnum() or sign == "-" for sign in eid) and len(eid) < 60  # noqa: PLR2004  # as the column
    return f"/desk/consultations/{key}/outcome" + (f"?provision={eid}" if eid and known else "")


def done(key: int, said: str, deed: Deed, names: Sequence[str] = ()) -> ResponseReturnValue:
    """Read the form and do the deed; what cannot be done is told on the table, beside what was typed."""
    reader = FormReader(request.form)
    reader.leave("provision")
    try:
        with web.transaction() as session:
            deed(reader, session)
    except Faults as wrong:
        return work_page(key, Typed(typed(names), wrong.fields)), wrong.status
    except FAULTS as fault:
        return work_page(key, Typed(typed(names), {"form": fault.sentence})), fault.status
    flash(said)
    return redirect(back(key), 303)


def numbers(reader: FormReader, name: str, label: str, most: int) -> tuple[int, ...]:
    """A field of ids that may come many times; at least one."""
    found = reader.many(name, label, most=most, longest=12)
    if not found:
        reader.fault(name, f"请勾选{label}")
    if any(not (each.isascii() and each.isdigit() and len(each) < 10) for each in found):  # noqa: PLR2004  # fits 32 bits
        reader.fault(name, f"{label}应为整数")
        return ()
    return tuple(map(int, found))


def refuse_foreign(session: Session, key: int, row: int) -> None:
    """Raises NotFound for a row of another consultation: the permission was asked for this one."""
    if outcome(session, row).consultation_id != key:
        raise NotFound("这一条答复不属于这次征求意见，请重新打开页面")


@may(Permission.HANDLE_COMMENT, of=of)
def group(key: int) -> ResponseReturnValue:
    """Answer the ticked comments together, in a new row or in one that is there."""

    def deed(reader: FormReader, session: Session) -> None:
        comments = numbers(reader, "comments", "意见", MOST_COMMENTS)
        into = reader.whole("into", "并入的答复")
        reader.finish()
        outcomes.group(session, key, comments, by=actor(), into=into)

    return done(key, "已归为一条答复", deed)


@may(Permission.HANDLE_COMMENT, of=of)
def singly(key: int) -> ResponseReturnValue:
    """Make a row of each ticked comment."""

    def deed(reader: FormReader, session: Session) -> None:
        comments = numbers(reader, "comments", "意见", MOST_COMMENTS)
        reader.leave("into")
        reader.finish()
        for comment in comments:
            outcomes.group(session, key, [comment], by=actor())

    return done(key, "已各列为一条答复", deed)


@may(Permission.HANDLE_COMMENT, of=of)
def ungroup(key: int) -> ResponseReturnValue:
    """Take the ticked comments out of their rows."""

    def deed(reader: FormReader, session: Session) -> None:
        comments = numbers(reader, "comments", "意见", MOST_COMMENTS)
        reader.finish()
        outcomes.ungroup(session, key, comments, by=actor())

    return done(key, "已移出，回到未归类的意见", deed)


@may(Permission.HANDLE_COMMENT, of=of)
def merge(key: int) -> ResponseReturnValue:
    """Answer with the first of the ticked rows what all of them answered."""

    def deed(reader: FormReader, session: Session) -> None:
        rows = numbers(reader, "rows", "答复", MOST_ROWS)
        reader.finish()
        for row in rows:
            refuse_foreign(session, key, row)
        outcomes.merge(session, rows[0], rows[1:], by=actor())

    return done(key, "已合并", deed)


@may(Permission.HANDLE_COMMENT, of=of)
def place(key: int) -> ResponseReturnValue:
    """Put a row at another place of the table."""

    def deed(reader: FormReader, session: Session) -> None:
        row = reader.whole("row", "答复", required=True) or 0
        position = reader.whole("position", "新的序号", required=True) or 1
        reader.finish()
        refuse_foreign(session, key, row)
        outcomes.place(session, row, position, by=actor())

    return done(key, "已调整序号", deed)


@may(Permission.HANDLE_COMMENT, of=of)
def overview(key: int) -> ResponseReturnValue:
    """Save the summary of the outcome."""
    reader = FormReader(request.form)
    words = reader.text("words", "概述", longest=LONGEST_OVERVIEW)
    try:
        # Before anybody has to wait for this turn to write; what is wrong with the words is told below.
        html = markup.to_html(words)
    except (BadInput, Unavailable) as late:
        return work_page(key, Typed(typed(("words",)), {"words": late.sentence})), late.status

    def deed(form: FormReader, session: Session) -> None:
        said = form.text("words", "概述", longest=LONGEST_OVERVIEW)
        version = form.whole("version", "版本", required=True) or 0
        form.finish()
        outcomes.write_overview(session, key, version, said, html, by=actor())

    return done(key, "已保存概述", deed, ("words",))


@may(Permission.HANDLE_COMMENT, of=of)
def decide(key: int, number: int) -> ResponseReturnValue:
    """Decide a row, and go on to the next that is open."""
    reader, names = FormReader(request.form), ("summary", "verdict", "reason")
    eids = reader.many("eids", "条款", most=MOST_PLACES, longest=60)
    try:
        version = reader.whole("version", "版本", required=True) or 0
        decision = Decision(
            summary=reader.text("summary", "意见内容", longest=LONGEST_SUMMARY),
            verdict=reader.choice("verdict", "采纳情况", Verdict),
            reason=reader.text("reason", "理由", longest=LONGEST_REASON),
            eids=eids,
        )
        reader.leave("next")
        reader.finish()
        with web.transaction() as session:
            refuse_foreign(session, key, number)
            row = outcomes.decide(session, number, version, decision, by=actor())
            session.flush()
            following = next_open(session, key, row.position)
    except Faults as wrong:
        return row_page(key, number, Typed(typed(names), wrong.fields, eids)), wrong.status
    except (WrongStage, Stale, NotReady) as fault:
        return row_page(key, number, Typed(typed(names), {"form": fault.sentence}, eids)), fault.status
    flash("已保存")
    here = f"/desk/consultations/{key}/outcome"
    onward = f"{here}/rows/{following}" if following else here
    return redirect(onward if request.form.get("next") else f"{here}/rows/{number}", 303)


@may(Permission.HANDLE_COMMENT, of=of)
def submit(key: int) -> ResponseReturnValue:
    """Submit the outcome to the office."""
    days = web.config().consulting.outcome_days

    def deed(reader: FormReader, session: Session) -> None:
        reason = reader.text("reason", "修订的理由", longest=outcome_flow.LONGEST_REASON)
        reader.finish()
        outcome_flow.submit(session, key, reason, days, by=actor())

    return done(key, "已送办公室审核", deed, ("reason",))


@may(Permission.HANDLE_COMMENT, of=of)
def recall(key: int) -> ResponseReturnValue:
    """Take back what the office has not decided yet."""

    def deed(reader: FormReader, session: Session) -> None:
        reader.finish()
        outcome_flow.recall(session, key, by=actor())

    return done(key, "已撤回送审", deed)


@may(Permission.PUBLISH_CONSULTATION, of=of)
def send_back(key: int) -> ResponseReturnValue:
    """Send the outcome back with what has to be mended."""

    def deed(reader: FormReader, session: Session) -> None:
        edition = reader.whole("edition", "稿次", required=True) or 0
        opinion = reader.text("opinion", "退回意见", longest=outcome_flow.LONGEST_OPINION, required=True)
        reader.finish()
        outcome_flow.send_back(session, key, edition, opinion, by=actor())

    return done(key, "已退回修改", deed, ("opinion",))


@may(Permission.PUBLISH_CONSULTATION, of=of)
def publish(key: int) -> ResponseReturnValue:
    """Publish the outcome that somebody else made."""
    days = web.config().consulting.outcome_days

    def deed(reader: FormReader, session: Session) -> None:
        edition = reader.whole("edition", "稿次", required=True) or 0
        reader.leave("opinion")
        reader.finish()
        outcome_flow.publish(session, key, edition, days, by=actor())

    return done(key, "已公布采纳情况", deed)
