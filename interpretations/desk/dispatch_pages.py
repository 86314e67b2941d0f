"""Pages of passing down (向下传递页面): the list, the form, one dispatch with its matrix."""

import re
import secrets

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, spreadsheet, web
from base.errors import NotFound, WrongStage
from base.forms import Faults, FormReader
from base.headers import as_file
from base.staff.access import actor, may, within
from base.staff.roles import Owner, Permission
from interpretations.desk.dispatch_forms import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    Typed,
    held,
    one_line,
    read_order,
    typed,
)
from interpretations.passing import exporting, orders, sending, shelf
from interpretations.passing.matter import (
    Matter,
    document_today,
    documents_to_send,
    nodes_on,
    public_document,
    public_interpretations,
)
from interpretations.passing.sending import questions_of, state_of
from interpretations.passing.tables import Dispatch
from interpretations.publishing.faults import Stale
from interpretations.rules.passing import LETTERS, MOST_QUESTIONS
from registry.desk import owners
from registry.law.designations import designation
from registry.law.provisions import Level
from registry.tables import Document

# What a question may rest on, offered while it is typed.
CITED = frozenset({Level.ARTICLE, Level.PARAGRAPH, Level.ITEM, Level.HEADING})
MOST_CITED = 600
DEEDS = ("add", "remove", "again")
# token_hex(16): what makes a form one.
TOKEN = re.compile(r"[0-9a-f]{32}")


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose a dispatch is: its sending unit's."""
    row = session.get(Dispatch, key)
    return owners.of_unit(session, row.unit_id) if row else None


def found(session: Session, key: int) -> Dispatch:
    """The dispatch with this id; raises NotFound."""
    row = session.get(Dispatch, key)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的下发")
    return row


def to(key: int, sentence: str, category: str = "message") -> ResponseReturnValue:
    """To the page of a dispatch, where the sentence is said."""
    flash(sentence, category)
    return redirect(f"/desk/dispatches/{key}", 303)


@may(Permission.PASS_DOWN)
def index() -> str:
    """The dispatches that the person may see, with how far each came."""
    page = web.page_number()
    with web.reading() as session:
        cards, more = shelf.cards(session, actor(), page)
        return render_template(
            "desk/dispatches/list.html",
            place="dispatches",
            cards=cards,
            page=page,
            more=more,
            percents=shelf.percents,
        )


@may(Permission.PASS_DOWN)
def new() -> ResponseReturnValue:
    """The empty form; without a document, where to find one."""
    key = web.whole_number("document", 0, range(1 << 31))
    chosen = web.whole_number("interpretation", 0, range(1 << 31))
    with web.reading() as session:
        if not key:
            words = request.args.get("q", "").strip()[:LONGEST_TITLE]
            return render_template(
                "desk/dispatches/choose.html",
                place="dispatches",
                trail=trail(),
                words=words,
                documents=documents_to_send(session, words, actor().unit_id),
            )
        matter = Matter(key, chosen or None)
        document = _document(session, key)
        empty = Typed(
            title=f"学习《{document.title}》"[:200], due_on=orders.proposed_day(session).isoformat()
        )
        return form_page(session, matter, empty, token=secrets.token_hex(16))


@may(Permission.PASS_DOWN)
def create() -> ResponseReturnValue:
    """Send what was typed; a button that adds or takes away a question only shows the form again."""
    form = request.form
    reader = FormReader(form)
    matter = Matter(
        reader.whole("document", "文件", required=True) or 0, reader.whole("interpretation", "解读")
    )
    reader.leave("token")
    token = form.get("token", "")
    if not TOKEN.fullmatch(token):
        token = secrets.token_hex(16)
    if form.get("do", "").partition("-")[0] in DEEDS:
        with web.reading() as session:
            return form_page(session, matter, typed(form), token=token)
    try:
        with web.transaction() as session:
            known = sending.sent(session, token)
            if known is None:
                order = read_order(reader, session, matter, actor())
                reader.finish()
                known = sending.send(session, token, matter, order, by=actor())
            within(Permission.PASS_DOWN, owners.of_unit(session, known.unit_id))
            key = known.id
    except Faults as wrong:
        with web.reading() as session:
            return form_page(session, matter, typed(form), faults=wrong.fields, token=token), 422
    return to(key, "已下发；接收单位登录后在“接收学习”中看到。")


def form_page(session: Session, matter: Matter, shown: Typed, **more: object) -> str:
    """The form with what was typed; `row` is the dispatch that is changed."""
    row = more.get("row")
    names = {"row": None, "faults": {}, "token": "", "known": "", "fixed": False} | more
    today = clock.today()
    if isinstance(row, Dispatch):
        document = shelf.document_of(session, row, today)
    else:
        document = document_today(session, _document(session, matter.document_id).id, today, today, today)
    return render_template(
        "desk/dispatches/form.html",
        place="dispatches",
        trail=trail(row if isinstance(row, Dispatch) else None),
        today=document,
        matter=matter,
        interpretations=public_interpretations(session, matter.document_id),
        typed=shown,
        units=orders.below(session, actor()),
        cited=cited(session, matter.document_id),
        letters=LETTERS,
        most=MOST_QUESTIONS,
        **names,
    )


def _document(session: Session, key: int) -> Document:
    document = public_document(session, key)
    if document is None:
        raise NotFound(f"没有编号为 {key} 的公开文件，不能下发")
    return document


def cited(session: Session, document_id: int) -> list[str]:
    """How the provisions of the document's text of today are cited."""
    nodes = nodes_on(session, document_id, clock.today()).values()
    return [designation(node.eid) for node in nodes if node.level in CITED][:MOST_CITED]


def trail(row: Dispatch | None = None) -> list[tuple[str, str]]:
    """The way to a page of passing down."""
    way = [("/desk/dispatches", "向下传递")]
    return [*way, (f"/desk/dispatches/{row.id}", row.title)] if row else way


@may(Permission.PASS_DOWN, of=of)
def show(key: int) -> ResponseReturnValue:
    """One dispatch: who has seen it, can do it, tells it on; what was asked; which question is hard."""
    with web.reading() as session:
        return page_of(session, key)


def page_of(session: Session, key: int, **more: object) -> str:
    """The page of a dispatch, with the faults of a form on it."""
    row = found(session, key)
    page = shelf.overview(session, row)
    names = {"faults": {}, "typed": Typed(), "answering": 0, "words": ""} | more
    return render_template(
        "desk/dispatches/dispatch.html",
        place="dispatches",
        trail=trail(),
        page=page,
        percents=shelf.percents(page.rates),
        hard=shelf.hardest(page.missed),
        units=orders.below(session, actor()),
        letters=LETTERS,
        mails=bool(web.config().mailing.host),
        today=clock.today(),
        **names,
    )


@may(Permission.PASS_DOWN, of=of)
def edit(key: int) -> ResponseReturnValue:
    """The form with what was sent."""
    with web.reading() as session:
        row = found(session, key)
        if row.withdrawn_at is not None:
            return to(key, "这次下发已经撤回，不能修改", "warning")
        return _edit_page(session, row, held(row), known=state_of(row))


def _edit_page(session: Session, row: Dispatch, shown: Typed, **more: object) -> str:
    matter = Matter(row.document_id, row.interpretation_id)
    return form_page(session, matter, shown, row=row, fixed=sending.tried(session, row.id), **more)


@may(Permission.PASS_DOWN, of=of)
def change(key: int) -> ResponseReturnValue:
    """Change what was sent, as it was seen."""
    form = request.form
    reader = FormReader(form)
    reader.leave("known")
    known = form.get("known", "")
    if form.get("do", "").partition("-")[0] in DEEDS:
        with web.reading() as session:
            return _edit_page(session, found(session, key), typed(form), known=known)
    try:
        with web.transaction() as session:
            row = sending.get(session, key)
            if sending.tried(session, key):
                reader.leave("count", "do", "needed")
                order = fixed_order(reader, row)
            else:
                order = read_order(reader, session, Matter(row.document_id, row.interpretation_id), None)
                if order.due_on == row.due_on:
                    reader.faults.pop("due_on", None)
            reader.finish()
            sending.change(session, key, known, order, by=actor())
    except Faults as wrong:
        with web.reading() as session:
            return _edit_page(
                session, found(session, key), typed(form), known=known, faults=wrong.fields
            ), 422
    except (Stale, WrongStage) as late:
        return to(key, late.sentence, "warning")
    return to(key, "已保存")


def fixed_order(reader: FormReader, row: Dispatch) -> orders.Order:
    """What may still be changed once somebody has tried the check."""
    return orders.Order(
        one_line(reader.text("title", "标题", longest=LONGEST_TITLE, required=True)),
        reader.text("note", "说明", longest=LONGEST_NOTE),
        reader.day("due_on", "完成期限", required=True),
        questions_of(row),
        row.needed,
    )


@may(Permission.PASS_DOWN, of=of)
def export(key: int) -> ResponseReturnValue:
    """The matrix, the questions back and the hard questions as a spreadsheet."""
    with web.reading() as session:
        page = shelf.overview(session, found(session, key))
        name = f"传递情况-{page.row.title[:60]}.xlsx"
        return as_file(spreadsheet.xlsx(exporting.leaves(page)), spreadsheet.MIMETYPE, name)
