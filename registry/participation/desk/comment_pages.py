"""Pages of comments (意见整理页面): the list, one comment, the groups, the spreadsheet."""

from collections.abc import Mapping

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, spreadsheet, web
from base.cells import Cell
from base.forms import FormReader
from base.headers import as_file
from base.spreadsheet import Leaf
from base.staff import audit
from base.staff.access import actor, may
from base.staff.roles import Actor, Owner, Permission
from base.term import Term
from registry.consultations import entering, forgetting, moderating, notices
from registry.consultations.meetings import meetings_of
from registry.consultations.reads import handling
from registry.consultations.reads.handling import Wanted
from registry.consultations.rules.terms import Channel, CommentState, Voice
from registry.consultations.tables import Comment, CommentPerson, Consultation
from registry.desk import owners
from registry.law.days import printed
from registry.law.designations import designation

PLACE = "consultations"
# Nobody's hand: the desk forgets by itself what is to be forgotten.
ROUND = Actor(None, "巡查", "巡查", None)
NUMBERS = range(1 << 31)
COLUMNS = (
    "编号", "收到日期", "提出日期", "渠道", "类别", "个人或者单位", "条款", "所引原文", "意见", "公开情况",
    "不予公开的理由", "采纳情况",
)  # fmt: skip
WIDTHS = (8, 12, 12, 14, 16, 10, 16, 30, 80, 12, 24, 12)


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose the consultation is: the unit's that drafts."""
    row = session.get(Consultation, key)
    return owners.of_unit(session, row.unit_id) if row else None


def trail(row: Consultation, *, deep: bool = False) -> list[tuple[str, str]]:
    """The way here."""
    found = [("/desk/consultations", "征求意见"), (f"/desk/consultations/{row.id}", row.title)]
    return [*found, (f"/desk/consultations/{row.id}/comments", "意见")] if deep else found


def allowed(session: Session, row: Consultation) -> dict[str, bool]:
    """What the person may do with the comments of a consultation."""
    owner, who = owners.of_unit(session, row.unit_id), actor()
    own = who.unit_id is not None and who.unit_id == row.unit_id
    return {
        "moderates": who.may(Permission.MODERATE_COMMENT, owner) and not own,
        "handles": who.may(Permission.HANDLE_COMMENT, owner),
    }


def wanted() -> Wanted:
    """What the query string asks for; words of no list ask for nothing."""
    return Wanted(
        _among(CommentState, "state"),
        _among(Channel, "channel"),
        _among(Voice, "voice"),
        request.args.get("provision", "").strip()[:60],
        unanswered=bool(request.args.get("unanswered")),
        like=web.whole_number("like", 0, NUMBERS),
        page=web.page_number(),
    )


def _among(terms: type[Term], name: str) -> str:
    word = request.args.get(name, "")
    return word if word in set(terms) else ""


def go_round() -> None:
    """Forget whose time is over; writes only where there is something."""
    consulting = web.config().consulting
    with web.reading() as session:
        due = bool(forgetting.to_forget(session, consulting))
    if due:
        with web.transaction() as session:
            forgetting.forget(session, consulting, by=ROUND)


@may(Permission.READ_CONSULTATION, of=of)
def index(key: int) -> str:
    """The comments on a consultation, filtered and paged."""
    go_round()
    return list_page(key, {})


def list_page(key: int, faults: Mapping[str, str]) -> str:
    """The list, with what was wrong with a deed on it."""
    asked = wanted()
    with web.reading() as session:
        row = notices.get(session, key)
        return render_template(
            "desk/consultations/comments.html",
            place=PLACE,
            trail=trail(row),
            row=row,
            asked=asked,
            page=handling.comments(session, key, asked),
            numbers=handling.counts(session, key),
            provisions=handling.provisions(session, key),
            states=list(CommentState),
            channels=list(Channel),
            voices=list(Voice),
            faults=faults,
            **allowed(session, row),
        )


@may(Permission.READ_CONSULTATION, of=of)
def groups(key: int) -> str:
    """The comments by likeness, the largest groups first."""
    return groups_page(key, {})


def groups_page(key: int, faults: Mapping[str, str]) -> str:
    """The groups, with what was wrong with a deed on one of them."""
    with web.reading() as session:
        row = notices.get(session, key)
        return render_template(
            "desk/consultations/comments_groups.html",
            place=PLACE,
            trail=trail(row, deep=True),
            row=row,
            page=handling.groups(session, key, web.page_number()),
            faults=faults,
            **allowed(session, row),
        )


@may(Permission.READ_CONSULTATION, of=of)
def show(key: int, number: int) -> str:
    """One comment, without whoever sent it."""
    return page(key, number, {}, {})


def page(
    key: int,
    number: int,
    typed: Mapping[str, str],
    faults: Mapping[str, str],
    person: CommentPerson | None = None,
) -> str:
    """The page of a comment, with what was typed, and with the person where they were asked for."""
    with web.reading() as session:
        row, comment = notices.get(session, key), moderating.get(session, key, number)
        meeting = next((each for each in meetings_of(session, key) if each.id == comment.meeting_id), None)
        known = session.get(CommentPerson, number)
        days = web.config().consulting.outcome_days
        said = comment.said_on or notices.day_of(comment.received_at)
        return render_template(
            "desk/consultations/comment.html",
            place=PLACE,
            trail=trail(row, deep=True),
            row=row,
            comment=comment,
            state=CommentState(comment.state),
            channel=Channel(comment.channel),
            voice=Voice(comment.voice),
            provision=(designation(comment.eid) or comment.eid) if comment.eid else "全文",
            meeting=meeting,
            late=entering.late(session, row, said, days),
            left=tuple(
                dict.fromkeys(each.what for each in moderating.left_in(session, comment, comment.words))
            ),
            has_person=known is not None,
            person=person,
            typed={"words": moderating.proposal(session, comment), **typed},
            faults=faults,
            **allowed(session, row),
        )


@may(Permission.HANDLE_COMMENT, of=of)
def person(key: int, number: int) -> ResponseReturnValue:
    """Who sent a comment: only for the unit that answers it, only when asked for, and noted."""
    FormReader(request.form).finish()
    with web.transaction() as session:
        comment = moderating.get(session, key, number)
        found = session.get(CommentPerson, number)
        audit.record(session, actor(), "comment.person", moderating.subject(comment))
        shown = CommentPerson(comment_id=number, name=found.name, contact=found.contact) if found else None
    return page(key, number, {}, {}, shown)


@may(Permission.READ_CONSULTATION, of=of)
def export(key: int) -> Response:
    """The list as a spreadsheet, without anything that tells of a person."""
    asked = wanted()
    with web.reading() as session:
        row = notices.get(session, key)
        rows = [cells(*each) for each in handling.everything(session, key, asked)]
        name = f"{row.title}意见清单（截至{printed(clock.today())}）"
    leaf = Leaf("意见", COLUMNS, rows, WIDTHS, heading=name)
    return as_file(spreadsheet.xlsx([leaf]), spreadsheet.MIMETYPE, f"{name[:100]}.xlsx")


def cells(row: Comment, words: str, verdict: str) -> tuple[Cell, ...]:
    """One line of the spreadsheet."""
    return (
        row.id,
        notices.day_of(row.received_at).isoformat(),
        row.said_on.isoformat() if row.said_on else "",
        Channel(row.channel).label,
        Voice(row.voice).label,
        "单位" if row.organisation else "个人",
        (designation(row.eid) or row.eid) if row.eid else "全文",
        row.exact,
        words,
        CommentState(row.state).label,
        row.held_reason,
        verdict,
    )
