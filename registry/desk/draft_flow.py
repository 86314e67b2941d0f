"""Deeds on drafts (流转): submit, review, publish. Each is one form, one verb, and back to the draft."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import BadInput, WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.term import Term
from registry.desk.draft_pages import found, of, to, with_faults
from registry.drafting import checking, editing, fields, flow, publishing
from registry.drafting.faults import NotReady, Stale
from registry.drafting.judging import manuscript
from registry.drafting.publishing import house_of
from registry.law.days import printed

LONGEST_OPINION = 5_000
MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)


class ReviewVerdict(Term):
    """What a review comes to (审核结论)."""

    PASS = "pass", "审核通过"  # a verdict, no password
    BACK = "back", "退回修改"


def done(key: int, sentence: str, deed: Callable[[Session], object]) -> ResponseReturnValue:
    """Do a deed, and say so on the draft's page; what was done before is told, not done again."""
    try:
        with web.transaction() as session:
            deed(session)
    except (WrongStage, Stale, NotReady) as fault:
        return to(key, fault.sentence, "warning")
    return to(key, sentence)


def version_seen(reader: FormReader) -> int:
    """The version that the person had before them."""
    return reader.whole("version", "稿次", required=True) or 0


@may(Permission.DRAFT, of=of)
def submit(key: int) -> ResponseReturnValue:
    """Submit a draft for review."""
    reader = FormReader(request.form)
    version = version_seen(reader)
    reader.finish()
    desk = replace(house_of(web.config()).desk, gates=current_app.extensions.get("gates", ()))
    try:
        return done(key, "已送审", lambda session: flow.submit(session, key, version, desk, by=actor()))
    except Faults as wrong:
        with web.reading() as session:
            held = manuscript(found(session, key))
        return with_faults(key, fields.typed(held.entry, held.text), wrong), 422


@may(Permission.DRAFT, of=of)
def recall(key: int) -> ResponseReturnValue:
    """Take a submitted draft back."""
    FormReader(request.form).finish()
    return done(key, "已撤回送审", lambda session: flow.recall(session, key, by=actor()))


@may(Permission.DRAFT, of=of)
def abandon(key: int) -> ResponseReturnValue:
    """Give a draft up."""
    reason = _words("reason", "放弃的理由")
    return done(key, "已放弃", lambda session: editing.abandon(session, key, reason, by=actor()))


@may(Permission.REVIEW, of=of)
def review(key: int) -> ResponseReturnValue:
    """Pass a draft, or send it back."""
    reader = FormReader(request.form)
    version = version_seen(reader)
    verdict = reader.choice("verdict", "审核结论", ReviewVerdict, required=True)
    opinion = reader.text("opinion", "审核意见", longest=LONGEST_OPINION, required=True)
    reader.finish()
    verb = flow.approve if verdict is ReviewVerdict.PASS else flow.send_back
    said = verdict.label if verdict else ""
    return done(key, said, lambda session: verb(session, key, version, opinion, by=actor()))


@may(Permission.REVIEW, of=of)
def reopen(key: int) -> ResponseReturnValue:
    """Send back a draft that was passed."""
    reason = _words("reason", "退回的理由")
    return done(key, "已退回修改", lambda session: flow.reopen(session, key, reason, by=actor()))


@may(Permission.PUBLISH, of=of)
def publish(key: int) -> ResponseReturnValue:
    """Publish a draft now."""
    reader = FormReader(request.form)
    version = reader.whole("version", "稿次")
    reader.finish()
    house = house_of(web.config())

    def deed(session: Session) -> None:
        _as_seen(session, key, version)
        publishing.publish(session, key, house, by=actor())

    return done(key, "已发布", deed)


def _as_seen(session: Session, key: int, version: int | None) -> None:
    # Sent back, changed and passed again since the page was opened, it would be published unseen.
    if version is not None:
        flow.as_seen(editing.get(session, key), version)


@may(Permission.PUBLISH, of=of)
def schedule(key: int) -> ResponseReturnValue:
    """Publish a draft at a minute to come."""
    reader = FormReader(request.form)
    house = house_of(web.config())
    try:
        version = reader.whole("version", "稿次")
        moment = minute(reader, "publish_at", "定时发布的时间")
        reader.finish()

        def deed(session: Session) -> None:
            _as_seen(session, key, version)
            publishing.schedule(session, key, moment, house, by=actor())

        return done(
            key, f"将于{printed(clock.local(moment).date())}{clock.local(moment):%H:%M}自动发布", deed
        )
    except BadInput as fault:
        # A moment that has passed meanwhile, or was typed by hand: said where it can be typed again.
        return to(key, fault.sentence, "warning")


@may(Permission.PUBLISH, of=of)
def unschedule(key: int) -> ResponseReturnValue:
    """Take a schedule back."""
    FormReader(request.form).finish()
    return done(key, "已取消定时发布", lambda session: publishing.unschedule(session, key, by=actor()))


def minute(reader: FormReader, name: str, label: str) -> datetime:
    """A minute as `datetime-local` writes it, in Hangzhou; raises BadInput for anything else."""
    raw = reader.text(name, label, longest=20, required=True)
    try:
        typed = (
            datetime.strptime(raw, "%Y-%m-%dT%H:%M").replace(tzinfo=clock.SHANGHAI)
            if MINUTE.fullmatch(raw)
            else None
        )
    except ValueError:
        typed = None
    if typed is None:
        raise BadInput(f"{label}“{raw[:30]}”无法识别：应形如 2026-12-01T09:00（北京时间）")
    return typed


def _words(name: str, label: str) -> str:
    reader = FormReader(request.form)
    words = reader.text(name, label, longest=500, required=True)
    reader.finish()
    return words


@may(Permission.DRAFT, of=of)
def confirm(key: int) -> ResponseReturnValue:
    """Confirm that a finding of the check list stands as it is, and why."""
    reader = FormReader(request.form)
    finding = reader.text("finding", "检查事项", longest=60, required=True)
    reason = reader.text("reason", "理由", longest=500, required=True)
    reader.finish()
    return done(key, "已确认", lambda session: checking.confirm(session, key, finding, reason, by=actor()))
