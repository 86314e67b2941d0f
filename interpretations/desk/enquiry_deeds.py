"""Deeds on enquiries (咨询办理): each is one form, one verb, and back to the enquiry."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import markup, web
from base.errors import BadInput, Unavailable, WrongStage
from base.forms import Faults, FormReader, kept
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.term import Term
from base.unprintable import printable
from interpretations.desk.enquiry_pages import of, page, select_page
from interpretations.enquiries import replying, routing
from interpretations.enquiries import selecting as selection
from interpretations.enquiries.channels import CHANNELS
from interpretations.enquiries.selecting import Chosen
from interpretations.enquiries.steps import Seen
from interpretations.enquiries.tables import Enquiry
from interpretations.enquiries.terms import HandOff
from interpretations.publishing.faults import FourEyes, Stale
from interpretations.publishing.works import Work, drafters
from interpretations.rules.masking import Trace

LONGEST_REPLY, LONGEST_REASON = 20_000, 500


class ReplyVerdict(Term):
    """What a check of a reply comes to (答复审核结论)."""

    PASS = "pass", "答复审核通过"  # a verdict, no password
    BACK = "back", "答复退回修改"


Deed = Callable[[FormReader, Session, Seen], object]


def typed(names: Sequence[str]) -> dict[str, str]:
    """What was typed, as a page may show it again."""
    return {name: printable(words) for name, words in kept(request.form, names).items()}


def done(key: int, said: str, names: Sequence[str], deed: Deed, *, back: str = "") -> ResponseReturnValue:
    """Read the form and do the deed; where somebody was first, what was typed is kept beside what is new."""
    reader = FormReader(request.form)
    try:
        seen = Seen(key, reader.whole("version", "办理版本", required=True) or 0)
        with web.transaction() as session:
            deed(reader, session, seen)
    except Faults as wrong:
        return page(key, typed(names), wrong.fields), wrong.status
    except (WrongStage, Stale, FourEyes, BadInput) as fault:
        return page(key, typed(names), {"form": fault.sentence}), fault.status
    flash(said)
    return redirect(back or f"/desk/enquiries/{key}", 303)


def unit_of(reader: FormReader, *, required: bool) -> int | None:
    """The unit that the form names."""
    return reader.whole("unit_id", "承办单位", required=required)


@may(Permission.ROUTE_ENQUIRY, of=of)
def route(key: int) -> ResponseReturnValue:
    """Route an enquiry to the unit that answers it."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        unit_id = unit_of(reader, required=True)
        reader.finish()
        routing.route(session, seen, unit_id or 0, web.config(), by=actor())

    return done(key, "已分办", ("unit_id",), deed)


@may(Permission.ANSWER_ENQUIRY, of=of)
def transfer(key: int) -> ResponseReturnValue:
    """Transfer an enquiry to another unit, or back to the office."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        unit_id = unit_of(reader, required=False)
        reason = reader.text("reason", "转办理由", longest=LONGEST_REASON, required=True)
        reader.finish()
        routing.transfer(session, seen, unit_id, reason, web.config(), by=actor())

    # Who sent it away may not see it any more.
    return done(key, f"第{key}号咨询已转办", ("unit_id", "reason"), deed, back="/desk/enquiries")


@may(Permission.ROUTE_ENQUIRY, of=of)
def hand_off(key: int) -> ResponseReturnValue:
    """Tell the asker of the proper channel; the clock ends."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        where = reader.choice("channel", "其他渠道", HandOff, required=True)
        words = reader.text("words", "告知语", longest=LONGEST_REPLY)
        reader.finish()
        if where is not None:
            told = words or CHANNELS[where].words
            routing.hand_off(session, seen, where, told, web.config(), by=actor())

    return done(key, "已告知其他渠道，不再计算答复期限", ("channel", "words"), deed)


@may(Permission.ROUTE_ENQUIRY, of=of)
def refuse(key: int) -> ResponseReturnValue:
    """Refuse what asks nothing."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        reason = reader.text("refusal", "不予受理的理由", longest=LONGEST_REASON, required=True)
        reader.finish()
        routing.refuse(session, seen, reason, web.config(), by=actor())

    return done(key, "已记为不予受理", ("refusal",), deed)


@may(Permission.ANSWER_ENQUIRY, of=of)
def draft(key: int) -> ResponseReturnValue:
    """Keep a reply that is not sent yet."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        words = reader.text("reply", "答复", longest=LONGEST_REPLY)
        reader.finish()
        replying.draft(session, seen, words, by=actor())

    return done(key, "已保存，尚未发出", ("reply",), deed)


@may(Permission.ANSWER_ENQUIRY, of=of)
def reply(key: int) -> ResponseReturnValue:
    """Send the reply, or send it to be checked where the setting says so."""
    asked = FormReader(request.form).text("reply", "答复", longest=LONGEST_REPLY)
    try:
        # Before anybody has to wait for this turn to write; what is wrong with the words is told below.
        html = markup.to_html(asked)
    except Unavailable as late:
        return page(key, typed(("reply",)), {"form": late.sentence}), late.status

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        words = reader.text("reply", "答复", longest=LONGEST_REPLY, required=True)
        reader.finish()
        replying.reply(session, seen, words, web.config(), by=actor(), html=html)

    checked = web.config().explaining.check_replies
    return done(key, "已送法制机构审核" if checked else "已答复，咨询人现在可以看到", ("reply",), deed)


@may(Permission.CHECK_REPLY, of=of)
def check(key: int) -> ResponseReturnValue:
    """Pass a reply, or send it back."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        verdict = reader.choice("verdict", "审核结论", ReplyVerdict, required=True)
        opinion = reader.text("opinion", "审核意见", longest=LONGEST_REASON)
        reader.finish()
        verb = replying.check if verdict is ReplyVerdict.PASS else replying.send_back
        verb(session, seen, opinion, web.config(), by=actor())

    return done(key, "已审核", ("verdict", "opinion"), deed)


@may(Permission.ANSWER_ENQUIRY, of=of)
def add(key: int) -> ResponseReturnValue:
    """Add to a reply that was sent, or answer what was asked once more."""

    def deed(reader: FormReader, session: Session, seen: Seen) -> None:
        words = reader.text("more", "补充答复", longest=LONGEST_REPLY, required=True)
        reader.finish()
        replying.add(session, seen, words, web.config(), by=actor())

    return done(key, "已补充答复", ("more",), deed)


@may(Permission.INTERPRET, of=of)
def select(key: int) -> ResponseReturnValue:
    """Begin an interpretation with this question and answer, without whoever asked."""
    reader, names = FormReader(request.form), ("question", "answer")
    try:
        seen = Seen(key, reader.whole("version", "办理版本", required=True) or 0)
        question = reader.text("question", "公开的问题", longest=400, required=True)
        answer = reader.text("answer", "公开的答复", longest=LONGEST_REPLY, required=True)
        confirmed = reader.ticked("confirmed")
        chosen = Chosen(question, answer)
        with web.transaction() as session:
            refuse_stranger(session, key)
            refuse_traces(reader, selection.left(session, key, chosen), confirmed=confirmed)
            reader.finish()
            made = selection.select_answer(session, seen, chosen, by=actor()).id
    except Faults as wrong:
        return select_page(key, typed(names), wrong.fields), wrong.status
    except (WrongStage, Stale) as fault:
        return select_page(key, typed(names), {"form": fault.sentence}), fault.status
    flash("已生成解读稿，请核对后送审；审核发布后成为公开问答。")
    return redirect(f"/desk/interpretations/{made}/edit", 303)


def refuse_stranger(session: Session, key: int) -> None:
    """Raises WrongStage where the unit that answered may not explain the document (谁起草、谁解读).

    Said before the working copy is made: nobody could open or submit it.
    """
    row = session.get_one(Enquiry, key)
    if not row.document_id:
        return
    who = drafters(session, Work(document_id=row.document_id))
    if reason := who.refusal(row.unit_id):
        raise WrongStage(f"不能选登：{'答复单位' if who.leading else ''}{reason}")


def refuse_traces(reader: FormReader, found: Sequence[Trace], *, confirmed: bool) -> None:
    """Fault what certainly tells of a person; what only looks so needs a tick."""
    certain = dict.fromkeys(trace.what for trace in found if trace.certain)
    if certain:
        reader.fault("question", f"问题或者答复中还有{'、'.join(certain)}，请改写后再选登")
    elif found and not confirmed:
        likely = "、".join(dict.fromkeys(trace.what for trace in found))
        reader.fault("confirmed", f"问题或者答复中可能有{likely}，请改写，或者勾选确认它不是个人信息")
