"""Corrections and withdrawals (更正与撤回) of what is published."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from base import web
from base.errors import NotFound
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.staff.tables import Unit
from registry.desk import owners
from registry.drafting import correcting
from registry.drafting.fields import LONGEST_TEXT_BYTES, read_text
from registry.law.correctable import APART, DAYS, LABELS
from registry.law.docnumber import key as number_key
from registry.law.terms import Genre, Publication
from registry.law.titles import title_key
from registry.reads.mended import corrections
from registry.subjects import LIST
from registry.tables import Document

MOST_FOUND = 30
PLACE = "/desk/drafts/documents"


@may(Permission.CORRECT)
def published() -> str:
    """Find a published document by its title or its number."""
    asked = request.args.get("q", "").strip()[:200]
    with web.reading() as session:
        key = title_key(asked)
        query = select(Document.id, Document.title, Document.document_number, Document.publication)
        if key:
            query = query.where(
                or_(
                    Document.title_key.contains(key, autoescape=True),
                    Document.number_key == number_key(asked),
                )
            )
        rows = session.execute(
            query.order_by(Document.published_at.desc(), Document.id.desc()).limit(MOST_FOUND)
        )
        found = rows.all()
    return render_template(
        "desk/drafts/published.html",
        place="drafts",
        trail=(("/desk/drafts", "登记与发布"),),
        asked=asked,
        found=found,
        withdrawn=Publication.WITHDRAWN.value,
    )


@may(Permission.CORRECT, of=owners.document)
def published_document(key: int) -> str:
    """One published document: what may be corrected, what was, and its withdrawal."""
    return _page(key)


def _page(key: int, typed: dict[str, str] | None = None, faults: dict[str, str] | None = None) -> str:
    with web.reading() as session:
        document = session.get(Document, key)
        if document is None:
            raise NotFound(f"没有编号为 {key} 的文件")
        source = correcting.source_of(session, key)
        text = (source and correcting.text_of(session, source, web.config().files)) or ""
        items = {name: correcting.item(document, name) for name in LABELS if name not in APART}
        return render_template(
            "desk/drafts/published_document.html",
            place="drafts",
            trail=(("/desk/drafts", "登记与发布"), (PLACE, "更正与撤回")),
            document=document,
            withdrawn=document.publication == Publication.WITHDRAWN.value,
            items=items,
            labels={name: word for name, word in LABELS.items() if name not in APART},
            days=DAYS,
            units=session.scalars(select(Unit).order_by(Unit.organ, Unit.name)).all(),
            text=text,
            mended=corrections(session, key),
            typed=typed or {},
            faults=faults or {},
            genres=list(Genre),
            subjects=LIST,
        )


@may(Permission.CORRECT, of=owners.document)
def correct(key: int) -> ResponseReturnValue:
    """Correct one item of the record."""
    reader = FormReader(request.form)
    field = reader.text("field", "更正的项目", longest=40, required=True)
    value = reader.text("value", "更正为", longest=1000)
    note = reader.text("note", "更正的原因", longest=correcting.LONGEST_NOTE, required=True)
    try:
        reader.finish()
        with web.transaction() as session:
            correcting.correct(session, key, field, value, note, by=actor())
    except Faults as wrong:
        return _page(key, {"field": field, "value": value, "note": note}, wrong.fields), 422
    flash("已更正，公开页面的“更正记录”已列明")
    return redirect(f"{PLACE}/{key}", 303)


@may(Permission.CORRECT, of=owners.document)
def correct_text(key: int) -> ResponseReturnValue:
    """Correct a misprint in the text."""
    reader = FormReader(request.form)
    text = read_text(reader)
    note = reader.text("note", "更正的原因", longest=correcting.LONGEST_NOTE, required=True)
    try:
        reader.finish()
        with web.transaction() as session:
            correcting.correct_text(session, key, text, note, web.config().files, by=actor())
    except Faults as wrong:
        typed = {"text": text[:LONGEST_TEXT_BYTES], "text_note": note}
        return _page(key, typed, {f"text_{name}": said for name, said in wrong.fields.items()}), 422
    flash("正文已更正，公开页面的“更正记录”已列明")
    return redirect(f"{PLACE}/{key}", 303)


@may(Permission.CORRECT, of=owners.document)
def assign(key: int) -> ResponseReturnValue:
    """Say which unit drafted the document."""
    reader = FormReader(request.form)
    unit = reader.whole("unit_id", "起草单位", required=True)
    note = reader.text("unit_note", "更正的原因", longest=correcting.LONGEST_NOTE, required=True)
    try:
        reader.finish()
        with web.transaction() as session:
            correcting.assign_unit(session, key, unit, note, by=actor())
    except Faults as wrong:
        return _page(key, {"unit_id": str(unit or ""), "unit_note": note}, wrong.fields), 422
    flash("起草单位已更正，公开页面的“更正记录”已列明")
    return redirect(f"{PLACE}/{key}", 303)


@may(Permission.WITHDRAW, of=owners.document)
def withdraw(key: int) -> ResponseReturnValue:
    """Withdraw a document; its address will say what stood there, and why it went."""
    reader = FormReader(request.form)
    reason = reader.text("reason", "撤回的理由", longest=correcting.LONGEST_NOTE, required=True)
    try:
        reader.finish()
    except Faults as wrong:
        return _page(key, {"reason": reason}, wrong.fields), 422
    with web.transaction() as session:
        correcting.withdraw(session, key, reason, by=actor())
    flash("已撤回：原地址说明撤回的时间和理由")
    return redirect(f"{PLACE}/{key}", 303)
