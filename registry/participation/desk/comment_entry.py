"""Entering comments (录入意见): how they came and what they say, each shown before all are saved."""

import secrets
from collections.abc import Mapping

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, web
from base.errors import BadInput, WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.unprintable import printable
from registry.consultations import entering, notices
from registry.consultations.entering import CHANNELS, LONGEST_PASTED, MOST_AT_ONCE, Came, Entry, paragraphs
from registry.consultations.meetings import meetings_of
from registry.consultations.reads.answering import places_of_draft
from registry.consultations.rules.terms import Channel, Voice
from registry.participation.desk.comment_pages import PLACE, of, trail

CAME = ("channel", "voice", "said_on", "meeting")
FIELDS = ("words", "eid", "organisation", "name", "contact")
TOKEN_LENGTH = 32


@may(Permission.HANDLE_COMMENT, of=of)
def form(key: int) -> str:
    """The first form: how the comments came, and their words, a blank line between two."""
    return first(key, {"token": secrets.token_hex(16), "said_on": clock.today().isoformat()}, {})


def first(key: int, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The first form, with what was typed."""
    return _page("comments_enter.html", key, typed, faults, ())


@may(Permission.HANDLE_COMMENT, of=of)
def preview(key: int) -> ResponseReturnValue:
    """Each comment by itself, to be looked at, set to its provision, and given who said it."""
    reader = FormReader(request.form)
    typed = {name: printable(request.form.get(name, "")) for name in (*CAME, "pasted", "token")}
    try:
        _came(reader)
        reader.leave("token")
        found = paragraphs(reader.text("pasted", "意见内容", longest=LONGEST_PASTED, required=True))
        if len(found) > MOST_AT_ONCE:
            reader.fault("pasted", f"一次最多录入 {MOST_AT_ONCE} 条，现有 {len(found)} 条，请分几次录入")
        reader.finish()
    except Faults as wrong:
        return first(key, typed, wrong.fields), wrong.status
    entries = tuple({"words": words} for words in found)
    return _page("comments_preview.html", key, typed, {}, entries), 200


@may(Permission.HANDLE_COMMENT, of=of)
def save(key: int) -> ResponseReturnValue:
    """Save what was looked at; a comment whose words were emptied is left out."""
    reader = FormReader(request.form)
    many = min(max(reader.whole("count", "条数", required=True) or 0, 0), MOST_AT_ONCE)
    typed = {name: printable(request.form.get(name, "")) for name in (*CAME, "token")}
    rows = tuple(
        {name: printable(request.form.get(f"{name}-{place}", "")) for name in FIELDS} for place in range(many)
    )
    try:
        came, token = _came(reader), _token(reader)
        entries = [entry for place in range(many) if (entry := _entry(reader, place)).words]
        reader.finish()
        with web.transaction() as session:
            made = entering.enter(session, key, token, came, entries, by=actor())
            row = notices.get(session, key)
            late = entering.late(session, row, came.said_on, web.config().consulting.outcome_days)
    except Faults as wrong:
        return _page("comments_preview.html", key, typed, wrong.fields, rows), wrong.status
    except (BadInput, WrongStage) as fault:
        return _page("comments_preview.html", key, typed, {"form": fault.sentence}, rows), fault.status
    flash(
        f"已录入 {len(made)} 条意见，待审核公开" + ("；意见在征求意见期满以后提出，照常答复" if late else "")
    )
    return redirect(f"/desk/consultations/{key}/comments", 303)


def _came(reader: FormReader) -> Came:
    channel = reader.choice("channel", "意见渠道", Channel, required=True)
    voice = reader.choice("voice", "意见类别", Voice, required=True)
    said_on = reader.day("said_on", "提出日期", required=True)
    if said_on is not None and said_on > clock.today():
        reader.fault("said_on", f"提出日期 {said_on.isoformat()} 还没有到，请核对")
    if channel is Channel.ONLINE:
        reader.fault("channel", "网上提交的意见由提意见的人自己提交")
    meeting = reader.whole("meeting", "会议")
    # Where one of them is missing its fault is told, and nobody reads the rest.
    return Came(channel or Channel.OTHER, voice or Voice.PUBLIC, said_on or clock.today(), meeting)


def _entry(reader: FormReader, place: int) -> Entry:
    label = f"第 {place + 1} 条"
    return Entry(
        reader.text(f"words-{place}", f"{label}意见", longest=entering.LONGEST_WORDS),
        reader.text(f"eid-{place}", f"{label}所指的条款", longest=60),
        reader.ticked(f"organisation-{place}"),
        reader.text(f"name-{place}", f"{label}姓名或者单位名称", longest=entering.LONGEST_NAME),
        reader.text(f"contact-{place}", f"{label}联系方式", longest=entering.LONGEST_CONTACT),
    )


def _token(reader: FormReader) -> str:
    token = reader.text("token", "表单编号", longest=TOKEN_LENGTH)
    if not (token.isascii() and token.isalnum() and len(token) == TOKEN_LENGTH):
        reader.fault("form", "表单编号不对，请从“录入意见”重新开始")
    return token


def _page(
    name: str,
    key: int,
    typed: Mapping[str, str],
    faults: Mapping[str, str],
    entries: tuple[Mapping[str, str], ...],
) -> str:
    with web.reading() as session:
        row, closed = notices.get(session, key), ""
        try:
            entering.refuse_closed(session, row)
        except WrongStage as fault:
            closed = fault.sentence
        days = web.config().consulting.outcome_days
        return render_template(
            f"desk/consultations/{name}",
            place=PLACE,
            trail=trail(row, deep=True),
            row=row,
            closed=closed,
            over=entering.late(session, row, clock.today(), days),
            channels=CHANNELS,
            voices=list(Voice),
            meetings=[each for each in meetings_of(session, key) if each.withdrawn_at is None],
            places=places_of_draft(session, key),
            most=MOST_AT_ONCE,
            entries=entries,
            typed=typed,
            faults=faults,
        )
