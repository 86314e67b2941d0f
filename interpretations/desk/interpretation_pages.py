"""Writing interpretations (拟写解读): what to explain, the form, its buttons, saving, what others saved."""

import secrets
from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import BadInput, NotFound, Unavailable, WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may, within
from base.staff.roles import Owner, Permission
from interpretations.desk import interpretation_forms as forms
from interpretations.desk import interpretation_sheet as sheets
from interpretations.desk.interpretation_sheet import Sheet
from interpretations.publishing import editing
from interpretations.publishing.faults import Stale
from interpretations.publishing.works import works
from interpretations.reads.choosing import choices
from interpretations.reads.sources import Source
from interpretations.rules.comparing import compared_forms
from interpretations.rules.content import Content, recalled
from interpretations.rules.terms import Form, Progress
from interpretations.rules.typed import TypedForm, number, typed_of
from interpretations.tables import Interpretation
from registry.desk import owners
from registry.drafting.shelf import full_names

NEW = "/desk/interpretations/new"
LONGEST_QUERY = 200


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose an interpretation is: the unit's under whose name it stands."""
    row = session.get(Interpretation, key)
    return owners.of_unit(session, row.unit_id) if row else None


def found(session: Session, key: int) -> Interpretation:
    """The interpretation with this id; raises NotFound."""
    row = session.get(Interpretation, key)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的解读稿")
    return row


def to(key: int, sentence: str = "", category: str = "message") -> ResponseReturnValue:
    """To the page of an interpretation, where the sentence is said."""
    if sentence:
        flash(sentence, category)
    return redirect(f"/desk/interpretations/{key}", 303)


@may(Permission.INTERPRET)
def new() -> ResponseReturnValue:
    """What is to be explained, or the form for it with the headings required."""
    names = request.args.getlist("work")
    if not names:
        return choose()
    asked = request.args.get("form", "")
    with web.reading() as session:
        explained = sheets.explained_by(session, names, actor().unit_id)
        form = Form(asked) if asked in set(Form) else None
        typed = sheets.begun(session, explained, form, forms.one_line(request.args.get("question", "")))
        return sheets.page(session, Sheet(typed, explained, NEW, token=secrets.token_hex(16)))


def choose() -> str:
    """The search for what to explain."""
    words = request.args.get("q", "").strip()[:LONGEST_QUERY]
    with web.reading() as session:
        offered = choices(session, actor(), words, clock.today())
    return render_template(
        "desk/interpretations/choose.html",
        place=sheets.PLACE,
        trail=sheets.trail(None),
        words=words,
        choices=offered,
    )


@may(Permission.INTERPRET)
def create() -> ResponseReturnValue:
    """Begin an interpretation with what was typed, or do to the form what its button says."""
    token = request.form.get("token", "")
    if not (token.isalnum() and token.isascii() and len(token) == 32):  # noqa: PLR2004  # token_hex(16)
        token = secrets.token_hex(16)
    if (known := _begun(token)) is not None:
        # Sent twice: the second is the next version of what the first began; the same words are nothing.
        return saved(known, 1)
    sent = forms.as_typed(request.form)
    with web.reading() as session:
        explained = sheets.explained_by(session, sent.typed.works, actor().unit_id)
        sheet = Sheet(sent.typed, explained, NEW, token=token)
        if _pressed():
            return again(session, sheet)
        if not explained:
            return sheets.page(session, replace(sheet, faults={"work": "请选择所解读的文件"})), 422
    try:
        content = _read(sent, explained, Content())
        # Before anybody has to wait for this turn to write.
        made = editing.Prepared(content, editing.rendered(content))
        with web.transaction() as session:
            named = [each.work for each in explained]
            key = editing.begin(session, token, made, named, actor().unit_id or 0, by=actor()).id
    except (Faults, Unavailable) as wrong:
        with web.reading() as session:
            return sheets.page(session, replace(sheet, faults=told(wrong))), wrong.status
    return to(key, "已保存为草稿")


def told(wrong: Faults | Unavailable) -> dict[str, str]:
    """What is wrong, by field; of a text that could not be converted at the head of the form."""
    return wrong.fields if isinstance(wrong, Faults) else {"form": wrong.sentence}


def _pressed() -> str:
    """The button that was pressed, but for that which saves."""
    deed = request.form.get("do", "")
    return "" if deed in {"", "save"} else deed


def again(session: Session, sheet: Sheet, held: Content | None = None) -> ResponseReturnValue:
    """The form again, as the button that was pressed leaves it."""
    try:
        made = sheets.arranged(sheet.typed.keyed(), _pressed(), sheet.sources)
    except BadInput as fault:
        return sheets.page(session, replace(sheet, faults={"form": fault.sentence}), held=held), 422
    return sheets.page(session, replace(sheet, typed=made), held=held)


def _read(sent: forms.Sent, explained: tuple[Source, ...], held: Content) -> Content:
    """What the form says; raises Faults with everything that is wrong with it."""
    reader = FormReader(request.form)
    content = forms.read_content(reader, sent, explained, held)
    reader.finish()
    return content


def _begun(token: str) -> int | None:
    with web.reading() as session:
        known = editing.begun(session, token)
        if known is None:
            return None
        within(Permission.INTERPRET, owners.of_unit(session, known.unit_id))
        return known.id


@may(Permission.INTERPRET, of=of)
def edit(key: int) -> ResponseReturnValue:
    """The form with what the working copy holds."""
    with web.reading() as session:
        row = found(session, key)
        if Progress(row.progress) not in editing.OPEN:
            return to(key, f"这份解读稿现在是“{Progress(row.progress).label}”，不能修改", "warning")
        content = editing.content_of(row)
        named = tuple(map(str, works(session, key)))
        explained = sheets.explained_by(session, named, row.unit_id)
        typed = typed_of(content, named, highest(session, key))
        sheet = Sheet(typed, explained, f"/desk/interpretations/{key}/edit", row=row, version=row.version)
        return sheets.page(session, sheet, held=content)


def highest(session: Session, key: int) -> int:
    """The highest number that a block's key has had in any version."""
    held = (recalled(version.content) for version in editing.versions(session, key))
    return max((number(block.key) for content in held for block in content.blocks), default=0)


@may(Permission.INTERPRET, of=of)
def save(key: int) -> ResponseReturnValue:
    """Save what was typed, or do to the form what its button says."""
    return saved(key)


def saved(key: int, version: int | None = None) -> ResponseReturnValue:
    """Save what was typed over this version, or the one that the form names."""
    sent = forms.as_typed(request.form)
    reader = FormReader(request.form)
    seen = version or reader.whole("version", "稿次") or 0
    with web.reading() as session:
        row = found(session, key)
        held = editing.content_of(row)
        explained = sheets.explained_by(session, sent.typed.works, row.unit_id)
        action = f"/desk/interpretations/{key}/edit"
        sheet = Sheet(sent.typed, explained, action, row=row, version=seen)
        if _pressed():
            return again(session, sheet, held)
        former = editing.last_kept(session, row)
    try:
        content = _read(sent, explained, held)
        made = editing.Prepared(content, editing.rendered(content, former))
        with web.transaction() as session:
            named = [each.work for each in explained] or None
            editing.save(session, key, seen, made, named, by=actor())
    except Stale as stale:
        return conflict(key, sent.typed, stale), 409
    except WrongStage as late:
        # Gone on meanwhile: what was typed is shown, to be copied.
        said = {"form": f"{late.sentence}；您填写的内容都在下面，没有保存，可以复制"}
        return wrong_page(key, replace(sheet, faults=said), held), 409
    except (Faults, Unavailable) as wrong:
        return wrong_page(key, replace(sheet, faults=told(wrong)), held), wrong.status
    return to(key, "已保存")


def wrong_page(key: int, sheet: Sheet, held: Content) -> str:
    """The form with what is wrong with it, and everything that was typed."""
    with web.reading() as session:
        return sheets.page(session, replace(sheet, row=found(session, key)), held=held)


def conflict(key: int, mine: TypedForm, stale: Stale) -> str:
    """Both versions side by side, field by field and block by block; nothing is lost."""
    mine = mine.keyed()
    with web.reading() as session:
        row = found(session, key)
        theirs = typed_of(editing.content_of(row), tuple(map(str, works(session, key))))
        last = editing.versions(session, key)[0]
        return render_template(
            "desk/interpretations/conflict.html",
            place=sheets.PLACE,
            trail=sheets.trail(row),
            row=row,
            sentence=stale.sentence,
            mine=mine,
            differences=compared_forms(theirs, mine),
            last=last,
            who=full_names(session).get(last.recorded_by, last.recorded_by),
        )


@may(Permission.INTERPRET, of=of)
def merge(key: int) -> ResponseReturnValue:
    """The form with what was chosen of both versions, on top of the one it was compared with."""
    sent = forms.as_typed(request.form)
    with web.reading() as session:
        row = found(session, key)
        held = editing.content_of(row)
        named = tuple(map(str, works(session, key)))
        theirs = typed_of(held, named, highest(session, key))
        made = merged(sent.typed.keyed(), theirs, frozenset(request.form.getlist("take")))
        explained = sheets.explained_by(session, sent.typed.works or named, row.unit_id)
        reader = FormReader(request.form)
        sheet = Sheet(
            made,
            explained,
            f"/desk/interpretations/{key}/edit",
            row=row,
            version=reader.whole("version", "稿次") or 0,
            said="两份已经合并，请核对一遍再保存。",
        )
        return sheets.page(session, sheet, held=held)


def merged(mine: TypedForm, theirs: TypedForm, taken: frozenset[str]) -> TypedForm:
    """My form with theirs where it was taken: a field by its name, a block by its key."""
    fields = {
        name: theirs.fields.get(name, "") if name in taken else words for name, words in mine.fields.items()
    }
    other = {block.key: block for block in theirs.blocks}
    kept = []
    for block in mine.blocks:
        if block.key not in taken:
            kept.append(block)
        elif block.key in other:
            kept.append(other[block.key])
    known = {block.key for block in mine.blocks}
    more = [block for block in theirs.blocks if block.key in taken - known]
    return TypedForm(fields, (*kept, *more), mine.works, max(mine.last, theirs.last))


@may(Permission.INTERPRET)
def preview() -> ResponseReturnValue:
    """What the public would read of what was typed; nothing is kept."""
    sent = forms.as_typed(request.form)
    with web.reading() as session:
        explained = sheets.explained_by(session, sent.typed.works, actor().unit_id)
        made = sheets.rehearsed(sent.typed, explained, Content())
    return render_template(
        "desk/interpretations/live.html", place=sheets.PLACE, trail=sheets.trail(None), preview=made
    )
