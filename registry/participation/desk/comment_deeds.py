"""Deeds on comments (意见办理): shown, held back, handed over to an answer; each is one form and one verb."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import web
from base.errors import BadInput, NotFound, WrongStage
from base.forms import Faults, FormReader, kept
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.unprintable import printable
from registry.consultations import moderating, outcomes
from registry.consultations.moderating import LONGEST_REASON, Bulk, Seen
from registry.consultations.reads import handling
from registry.consultations.reads.handling import PAGE_SIZE
from registry.consultations.rules.likeness import Group
from registry.drafting.faults import FourEyes, NotReady, Stale
from registry.participation.desk.comment_pages import groups_page, list_page, of, page

FAULTS = (BadInput, WrongStage, Stale, FourEyes, NotFound, NotReady)
LONGEST_WORDS = 20_000
FILTERS = ("state", "channel", "voice", "provision", "unanswered", "like", "page")
Deed = Callable[[FormReader, Session, Seen], object]


def done(key: int, number: int, said: str, deed: Deed) -> ResponseReturnValue:
    """Read the form and do the deed; where somebody was first, what was typed is kept beside what is new."""
    reader = FormReader(request.form)
    names = ("words", "reason")
    typed = {name: printable(word) for name, word in kept(request.form, names).items() if word}
    try:
        seen = Seen(number, reader.whole("version", "版本", required=True) or 0)
        with web.transaction() as session:
            deed(reader, session, seen)
    except Faults as wrong:
        return page(key, number, typed, wrong.fields), wrong.status
    except NotFound:
        raise
    except FAULTS as fault:
        return page(key, number, typed, {"form": fault.sentence}), fault.status
    flash(said)
    return redirect(f"/desk/consultations/{key}/comments/{number}", 303)


@may(Permission.MODERATE_COMMENT, of=of)
def show(key: int, number: int) -> ResponseReturnValue:
    """Show a comment in the words that stand in the form."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        words = reader.text("words", "公开的内容", longest=LONGEST_WORDS)
        reader.finish()
        moderating.show(session, key, seen, words, by=actor())

    return done(key, number, "已公开", deed)


@may(Permission.MODERATE_COMMENT, of=of)
def hold(key: int, number: int) -> ResponseReturnValue:
    """Hold a comment back, with its reason."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        reason = reader.text("reason", "不予公开的理由", longest=LONGEST_REASON, required=True)
        reader.finish()
        moderating.hold(session, key, seen, reason, by=actor())

    return done(key, number, "已记为不予公开；意见照常计数和答复", deed)


def back(key: int) -> str:
    """The list as it was looked at."""
    asked = {name: request.form.get(name, "")[:60] for name in FILTERS if request.form.get(name)}
    return f"/desk/consultations/{key}/comments" + (f"?{urlencode(asked)}" if asked else "")


def told(found: Bulk, word: str) -> str:
    """What became of many at once, in a sentence."""
    left = f"；另有 {len(found.left)} 条可能含有个人信息，请逐条核对后公开" if found.left else ""
    return f"已将 {len(found.done)} 条待审核的意见{word}{left}"


def ticked(reader: FormReader) -> tuple[int, ...]:
    """The comments that were ticked on a page of the list."""
    found = reader.many("comments", "意见", most=PAGE_SIZE, longest=9)
    if not found:
        reader.fault("form", "请先勾选意见")
    if any(not (each.isascii() and each.isdigit()) for each in found):
        reader.fault("form", "意见的编号应为整数")
        return ()
    return tuple(map(int, found))


def with_many(key: int, verb: Callable[[FormReader, Session], str]) -> ResponseReturnValue:
    """A deed on the ticked comments, and back to the list."""
    reader = FormReader(request.form)
    reader.leave(*FILTERS)
    try:
        with web.transaction() as session:
            sentence = verb(reader, session)
    except Faults as wrong:
        return list_page(key, wrong.fields), wrong.status
    except FAULTS as fault:
        return list_page(key, {"form": fault.sentence}), fault.status
    flash(sentence)
    return redirect(back(key), 303)


@may(Permission.MODERATE_COMMENT, of=of)
def show_many(key: int) -> ResponseReturnValue:
    """Show the ticked comments that wait."""

    def verb(reader: FormReader, session: Session) -> str:
        chosen = ticked(reader)
        reader.leave("reason")
        reader.finish()
        return told(moderating.show_many(session, key, chosen, by=actor()), "公开")

    return with_many(key, verb)


@may(Permission.MODERATE_COMMENT, of=of)
def hold_many(key: int) -> ResponseReturnValue:
    """Hold the ticked comments back that wait, for one reason."""

    def verb(reader: FormReader, session: Session) -> str:
        chosen = ticked(reader)
        reason = reader.text("reason", "不予公开的理由", longest=LONGEST_REASON, required=True)
        reader.finish()
        return told(moderating.hold_many(session, key, chosen, reason, by=actor()), "记为不予公开")

    return with_many(key, verb)


def with_group(key: int, verb: Callable[[FormReader, Session, Group], str]) -> ResponseReturnValue:
    """A deed on a whole group as it was seen: one that has changed meanwhile is shown again."""
    reader = FormReader(request.form)
    reader.leave("page")
    try:
        number = reader.whole("representative", "代表意见", required=True) or 0
        many = reader.whole("count", "意见条数", required=True) or 0
        with web.transaction() as session:
            found = handling.group_of(session, key, number)
            if len(found.members) != many:
                raise Stale(
                    f"这一组刚刚有变化：您看到的是 {many} 条，现在是 {len(found.members)} 条，请核对后再办理"
                )
            sentence = verb(reader, session, found)
    except Faults as wrong:
        return groups_page(key, wrong.fields), wrong.status
    except FAULTS as fault:
        return groups_page(key, {"form": fault.sentence}), fault.status
    flash(sentence)
    return redirect(f"/desk/consultations/{key}/comments/groups", 303)


@may(Permission.MODERATE_COMMENT, of=of)
def show_group(key: int) -> ResponseReturnValue:
    """Show all comments of a group that wait."""

    def verb(reader: FormReader, session: Session, found: Group) -> str:
        reader.leave("reason")
        reader.finish()
        return told(moderating.show_many(session, key, found.ids, by=actor()), "公开")

    return with_group(key, verb)


@may(Permission.MODERATE_COMMENT, of=of)
def hold_group(key: int) -> ResponseReturnValue:
    """Hold all comments of a group back that wait, for one reason."""

    def verb(reader: FormReader, session: Session, found: Group) -> str:
        reason = reader.text("reason", "不予公开的理由", longest=LONGEST_REASON, required=True)
        reader.finish()
        return told(moderating.hold_many(session, key, found.ids, reason, by=actor()), "记为不予公开")

    return with_group(key, verb)


@may(Permission.HANDLE_COMMENT, of=of)
def answer_group(key: int) -> ResponseReturnValue:
    """Answer a group together (并入同一采纳意见)."""

    def verb(reader: FormReader, session: Session, found: Group) -> str:
        reader.finish()
        made = outcomes.group(session, key, found.ids, by=actor())
        return f"{len(found.ids)} 条意见已并入采纳情况第 {made.position} 项，请在采纳情况里填写结论和理由"

    return with_group(key, verb)
