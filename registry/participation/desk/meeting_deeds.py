"""Deeds on meetings (会议办理): planned, changed, announced, listed, recorded, called off."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, markup, web
from base.errors import BadInput, NotFound, Unavailable, WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.unprintable import printable
from registry.consultations import meeting_papers, meetings
from registry.consultations.meeting_papers import LONGEST_LIST, LONGEST_RECORD, Incoming
from registry.consultations.meetings import (
    LONGEST_CONTENT,
    LONGEST_PLACE,
    LONGEST_REASON,
    LONGEST_SELECTION,
    LONGEST_TITLE,
    Plan,
)
from registry.consultations.rules.hearings import RULES
from registry.consultations.rules.terms import MeetingKind
from registry.desk.draft_files import uploaded
from registry.drafting.faults import NotReady, Stale
from registry.intake.uploads import ATTACHMENTS
from registry.participation.desk.comment_pages import of
from registry.participation.desk.meeting_pages import form, page

MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
FAULTS = (BadInput, WrongStage, Stale, NotReady, Unavailable)
TYPED = ("kind", "title", "held_at", "place", "content", "selection", "register_through", "papers_sent_on")
Deed = Callable[[FormReader, Session, tuple[int, int]], object]


def typed(*names: str) -> dict[str, str]:
    """What was typed, as a page may show it again."""
    return {name: printable(request.form[name]) for name in names if name in request.form}


def read_plan(reader: FormReader) -> Plan | None:
    """The meeting that the form tells of; None with its faults noted."""
    kind = reader.choice("kind", "会议形式", MeetingKind, required=True)
    title = reader.text("title", "名称", longest=LONGEST_TITLE, required=True)
    held_at = _minute(reader)
    place = reader.text("place", "地点", longest=LONGEST_PLACE, required=True)
    content = reader.text("content", "会议内容", longest=LONGEST_CONTENT)
    selection = reader.text("selection", "遴选办法", longest=LONGEST_SELECTION)
    register = reader.day("register_through", "报名截止日")
    papers = reader.day("papers_sent_on", "材料送达日期")
    if kind is None or held_at is None:
        return None
    return Plan(kind, title, held_at, place, content, "", selection, register, papers)


def _minute(reader: FormReader) -> datetime | None:
    raw = reader.text("held_at", "会议时间", longest=20, required=True)
    try:
        moment = datetime.fromisoformat(raw).replace(tzinfo=clock.SHANGHAI) if MINUTE.fullmatch(raw) else None
    except ValueError:
        moment = None
    if raw and (moment is None or not 2000 <= moment.year <= 2200):  # noqa: PLR2004  # years of our days
        reader.fault("held_at", "会议时间应写成年月日和时分，如 2026-12-24 09:30")
        return None
    return moment.astimezone(UTC) if moment else None


def _marked(told: Plan) -> Plan:
    """With the HTML of its content: made before anybody has to wait for this turn to write."""
    html = markup.to_html(told.content)
    return Plan(
        told.kind, told.title, told.held_at, told.place, told.content, html,
        told.selection, told.register_through, told.papers_sent_on,
    )  # fmt: skip


@may(Permission.CONSULT, of=of)
def plan(key: int) -> ResponseReturnValue:
    """Plan a meeting."""
    reader = FormReader(request.form)
    try:
        token = reader.text("token", "表单编号", longest=32, required=True)
        told = read_plan(reader)
        reader.finish()
        if told is None:
            raise BadInput("请填写会议形式和时间")
        told = _marked(told)
        with web.transaction() as session:
            number = meetings.plan(session, key, token, told, by=actor()).id
    except Faults as wrong:
        return form(key, None, typed("token", *TYPED), wrong.fields), wrong.status
    except FAULTS as fault:
        return form(key, None, typed("token", *TYPED), {"form": fault.sentence}), fault.status
    flash("已保存，通知还没有公布")
    return redirect(f"/desk/consultations/{key}/meetings/{number}", 303)


@may(Permission.CONSULT, of=of)
def change(key: int, number: int) -> ResponseReturnValue:
    """Change a meeting."""
    reader = FormReader(request.form)
    try:
        seen = (number, reader.whole("version", "版本", required=True) or 0)
        told = read_plan(reader)
        reader.finish()
        if told is None:
            raise BadInput("请填写会议形式和时间")
        told = _marked(told)
        with web.transaction() as session:
            meetings.change(session, key, seen, told, by=actor())
    except Faults as wrong:
        return form(key, number, typed("version", *TYPED), wrong.fields), wrong.status
    except NotFound:
        raise
    except FAULTS as fault:
        return form(key, number, typed("version", *TYPED), {"form": fault.sentence}), fault.status
    flash("已保存")
    return redirect(f"/desk/consultations/{key}/meetings/{number}", 303)


def done(key: int, number: int, said: str, deed: Deed) -> ResponseReturnValue:
    """Read the form and do the deed; what cannot be done is told on the meeting's page."""
    reader = FormReader(request.form)
    names = ("participants", "record", "reason", *(f"reason-{rule.id}" for rule in RULES))
    try:
        seen = (number, reader.whole("version", "版本", required=True) or 0)
        with web.transaction() as session:
            deed(reader, session, seen)
    except Faults as wrong:
        return page(key, number, typed(*names), wrong.fields), wrong.status
    except NotFound:
        raise
    except FAULTS as fault:
        return page(key, number, typed(*names), {"form": fault.sentence}), fault.status
    flash(said)
    return redirect(f"/desk/consultations/{key}/meetings/{number}", 303)


def _reasons(reader: FormReader) -> dict[str, str]:
    found = {
        rule.id: reader.text(f"reason-{rule.id}", f"{rule.id}的理由", longest=LONGEST_REASON)
        for rule in RULES
    }
    return {rule: told for rule, told in found.items() if told}


@may(Permission.CONSULT, of=of)
def announce(key: int, number: int) -> ResponseReturnValue:
    """Announce a meeting."""

    def deed(reader: FormReader, session: Session, seen: tuple[int, int]) -> None:
        reasons = _reasons(reader)
        reader.finish()
        meetings.announce(session, key, seen, reasons, by=actor())

    return done(key, number, "会议通知已公布", deed)


@may(Permission.CONSULT, of=of)
def explain(key: int, number: int) -> ResponseReturnValue:
    """Say why rules were not kept."""

    def deed(reader: FormReader, session: Session, seen: tuple[int, int]) -> None:
        reasons = _reasons(reader)
        reader.finish()
        meetings.explain(session, key, seen, reasons, by=actor())

    return done(key, number, "理由已保存", deed)


@may(Permission.CONSULT, of=of)
def participants(key: int, number: int) -> ResponseReturnValue:
    """List who takes part."""

    def deed(reader: FormReader, session: Session, seen: tuple[int, int]) -> None:
        listed = meeting_papers.participants(reader.text("participants", "参加人名单", longest=LONGEST_LIST))
        reader.finish()
        meeting_papers.list_participants(session, key, seen, listed, by=actor())

    return done(key, number, "参加人名单已保存", deed)


@may(Permission.CONSULT, of=of)
def record(key: int, number: int) -> ResponseReturnValue:
    """Keep the record."""
    asked = FormReader(request.form).text("record", "笔录", longest=LONGEST_RECORD)
    try:
        # Before anybody has to wait for this turn to write; what is wrong with the words is told below.
        html = markup.to_html(asked)
    except (Unavailable, BadInput) as fault:
        return page(key, number, typed("record"), {"form": fault.sentence}), fault.status

    def deed(reader: FormReader, session: Session, seen: tuple[int, int]) -> None:
        words = reader.text("record", "笔录", longest=LONGEST_RECORD, required=True)
        reader.finish()
        meeting_papers.record(session, key, seen, (words, html), by=actor())

    return done(key, number, "笔录已保存", deed)


@may(Permission.CONSULT, of=of)
def call_off(key: int, number: int) -> ResponseReturnValue:
    """Call a meeting off."""

    def deed(reader: FormReader, session: Session, seen: tuple[int, int]) -> None:
        reason = reader.text("reason", "取消的理由", longest=LONGEST_REASON, required=True)
        reader.finish()
        meetings.call_off(session, key, seen, reason, by=actor())

    return done(key, number, "会议已取消", deed)


@may(Permission.CONSULT, of=of)
def attach(key: int, number: int) -> ResponseReturnValue:
    """Upload a file of a meeting: not public unless the box is ticked."""
    reader = FormReader(request.form)
    try:
        shown = reader.ticked("public")
        reader.finish()
        incoming = Incoming(uploaded("file", ATTACHMENTS), shown)
        with web.transaction() as session:
            meeting_papers.attach(session, key, number, incoming, web.config().files, by=actor())
    except FAULTS as fault:
        return page(key, number, {}, {"form": fault.sentence}), fault.status
    flash("；".join(("文件已上传", *incoming.upload.notices)))
    return redirect(f"/desk/consultations/{key}/meetings/{number}", 303)


@may(Permission.CONSULT, of=of)
def detach(key: int, number: int, file: int) -> ResponseReturnValue:
    """Take a file off a meeting."""
    FormReader(request.form).finish()
    with web.transaction() as session:
        meeting_papers.detach(session, key, number, file, by=actor())
    flash("文件已撤下")
    return redirect(f"/desk/consultations/{key}/meetings/{number}", 303)
