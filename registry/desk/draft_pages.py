"""Pages of drafts (登记稿页面): the list, the form, one draft with all that is to be said of it."""

import secrets
from collections.abc import Callable, Iterable, Mapping

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from base import web
from base.errors import NotFound, WrongStage
from base.forms import Faults
from base.staff.access import actor, may, within
from base.staff.roles import Owner, Permission
from registry.desk import owners
from registry.desk.draft_forms import as_typed, empty, form_page, read_form, trail
from registry.drafting import editing, fields, shelf
from registry.drafting.editing import Manuscript
from registry.drafting.faults import Stale
from registry.drafting.judging import judge, manuscript
from registry.drafting.publishing import house_of
from registry.drafting.tables import Draft, DraftVersion, Stage
from registry.law.differences import Segment, differences

# The version of a draft that has just been begun.
FIRST = 1
Panel = Callable[[Session, Draft], Markup]


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose a draft is: its drafting unit's."""
    draft = session.get(Draft, key)
    return owners.of_unit(session, draft.unit_id) if draft else None


def found(session: Session, key: int) -> Draft:
    """The draft with this id; raises NotFound."""
    draft = session.get(Draft, key)
    if draft is None:
        raise NotFound(f"没有编号为 {key} 的登记稿")
    return draft


def to(key: int, sentence: str = "", category: str = "message") -> ResponseReturnValue:
    """To the page of a draft, where the sentence is said."""
    if sentence:
        flash(sentence, category)
    return redirect(f"/desk/drafts/{key}", 303)


@may(Permission.READ_DRAFT)
def index() -> str:
    """The drafts that the person may see, by stage."""
    stage = request.args.get("stage", "")
    with web.reading() as session:
        page = shelf.drafts(session, actor(), stage if stage in set(Stage) else "", web.page_number())
    place = {"submitted": "review", "reviewed": "publication"}.get(stage, "drafts")
    return render_template("desk/drafts/list.html", place=place, page=page, stages=list(Stage))


@may(Permission.DRAFT)
def new() -> str:
    """The empty form, and the way to begin with a file."""
    with web.reading() as session:
        return form_page(session, empty(session), token=secrets.token_hex(16))


@may(Permission.DRAFT)
def create() -> ResponseReturnValue:
    """Begin a draft with what was typed."""
    token = request.form.get("token", "")
    if not (token.isalnum() and token.isascii() and len(token) == 32):  # noqa: PLR2004  # token_hex(16)
        token = secrets.token_hex(16)
    if (known := _begun(token)) is not None:
        # Back to the empty form, and sent again: other words are the next version, the same ones nothing.
        return saved(known, FIRST)
    try:
        with web.transaction() as session:
            typed = read_form(session, None)
            key = editing.begin(session, token, typed.manuscript, by=actor()).id
    except Faults as wrong:
        # Two clicks at once: what stands against the second is the draft that the first one began.
        if (known := _begun(token)) is not None:
            return saved(known, FIRST)
        with web.reading() as session:
            return form_page(session, as_typed(), faults=wrong.fields, token=token), 422
    return to(key, "已保存为草稿")


def _begun(token: str) -> int | None:
    """The draft that this form began; raises Forbidden where it is another unit's."""
    with web.reading() as session:
        known = editing.begun(session, token)
        if known is None:
            return None
        within(Permission.DRAFT, owners.of_unit(session, known.unit_id))
        return known.id


@may(Permission.DRAFT, of=of)
def edit(key: int) -> ResponseReturnValue:
    """The form with what the draft holds, beside the file it was read from."""
    with web.reading() as session:
        draft = found(session, key)
        if Stage(draft.stage) is not Stage.DRAFT:
            return to(key, f"这份登记稿现在是“{Stage(draft.stage).label}”，不能修改", "warning")
        held = manuscript(draft)
        judgement = judge(session, held, house_of(web.config()).desk, draft)
        return form_page(
            session,
            fields.typed(held.entry, held.text),
            draft=draft,
            warnings=judgement.warnings,
            namesakes=judgement.around.namesakes,
            source=shelf.source(session, key),
        )


@may(Permission.DRAFT, of=of)
def save(key: int) -> ResponseReturnValue:
    """Save what was typed; what somebody else saved in the meantime is shown beside it."""
    return saved(key)


def saved(key: int, version: int | None = None) -> ResponseReturnValue:
    """Save what was typed over this version, or the one that the form names."""
    try:
        with web.transaction() as session:
            typed = read_form(session, found(session, key))
            editing.save(session, key, version or typed.version, typed.manuscript, by=actor())
    except Stale as stale:
        return conflict(key, stale), 409
    except WrongStage as late:
        return to(key, late.sentence, "warning")
    except Faults as wrong:
        return with_faults(key, as_typed(), wrong), 422
    return to(key, "已保存")


def with_faults(key: int, typed: dict[str, str], wrong: Faults) -> str:
    """The form again, with what was typed and what is wrong with it."""
    with web.reading() as session:
        draft = found(session, key)
        held = manuscript(draft)
        judgement = judge(session, held, house_of(web.config()).desk, draft)
        return form_page(
            session,
            typed,
            draft=draft,
            faults=wrong.fields,
            warnings=judgement.warnings,
            version=request.form.get("version", ""),
            namesakes=judgement.around.namesakes,
            source=shelf.source(session, key),
        )


def conflict(key: int, stale: Stale) -> str:
    """Both versions side by side, field by field, to choose from; nothing is lost."""
    mine = as_typed()
    with web.reading() as session:
        draft = found(session, key)
        held = manuscript(draft)
        theirs = fields.typed(held.entry, held.text)
        names = fields.differing(mine, theirs)
        last = editing.versions(session, key)[0]
        return render_template(
            "desk/drafts/conflict.html",
            place="drafts",
            trail=trail(draft),
            draft=draft,
            sentence=stale.sentence,
            mine=mine,
            theirs=theirs,
            names=[name for name in names if name != "text"],
            label=fields.label,
            last=last,
            who=shelf.full_names(session).get(last.recorded_by, last.recorded_by),
            changes=changed(theirs, mine) if "text" in names else (),
        )


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Segment, ...]:
    """What became of the text between two typed forms."""
    return differences(before.get("text", ""), after.get("text", "").replace("\r\n", "\n"))


@may(Permission.DRAFT, of=of)
def merge(key: int) -> ResponseReturnValue:
    """Save the version that was chosen field by field, on top of the one it was compared with."""
    taken = set(request.form.getlist("take"))
    with web.reading() as session:
        held = manuscript(found(session, key))
        theirs = fields.typed(held.entry, held.text)
        mine = as_typed()
        typed = {name: (theirs if name in taken else mine).get(name, "") for name in {*mine, *theirs}}
        return form_page(
            session,
            typed,
            draft=found(session, key),
            version=request.form.get("version", ""),
            merged=True,
        )


@may(Permission.READ_DRAFT, of=of)
def show(key: int) -> str:
    """One draft: what it is, how far it has come, what is open about it, and what may be done with it."""
    with web.reading() as session:
        draft = found(session, key)
        page = shelf.draft_page(session, draft, house_of(web.config()), actor())
        # Who only publishes finds the draft under what waits for publication.
        place = "drafts" if actor().may(Permission.DRAFT) else "publication"
        # What floors above have to say of a draft, each finished.
        panels: Iterable[Panel] = current_app.extensions.get("draft_panels", ())
        return render_template(
            "desk/drafts/draft.html",
            place=place,
            trail=trail(None),
            page=page,
            panels=[panel(session, draft) for panel in panels],
        )


@may(Permission.READ_DRAFT, of=of)
def version(key: int, number: int) -> str:
    """A former version, with what the next one changed."""
    with web.reading() as session:
        draft = found(session, key)
        held = {each.version: each for each in editing.versions(session, key)}
        if number not in held:
            raise NotFound(f"登记稿 {key} 没有第 {number} 稿")
        earlier = [each for each in held if each < number]
        before = held[max(earlier)] if earlier else None
        mine, theirs = _typed(held[number]), _typed(before) if before else {}
        names = fields.differing(mine, theirs)
        return render_template(
            "desk/drafts/version.html",
            place="drafts",
            trail=trail(draft),
            draft=draft,
            shown=held[number],
            who=shelf.full_names(session).get(held[number].recorded_by, held[number].recorded_by),
            before=before,
            mine=mine,
            theirs=theirs,
            names=[name for name in names if name != "text"],
            label=fields.label,
            changes=changed(theirs, mine),
        )


def _typed(row: DraftVersion) -> dict[str, str]:
    held = Manuscript(fields.recalled(row.fields), row.text)
    return fields.typed(held.entry, held.text)
