"""The page with the form of an interpretation (解读表单页): what it shows beside what was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from base import clock
from base.errors import BadInput, NotFound, Unavailable
from base.forms import FormReader
from base.staff.access import actor
from interpretations.desk import interpretation_forms as forms
from interpretations.publishing.editing import Prepared, last_kept, rendered
from interpretations.publishing.faults import NotDrafter
from interpretations.publishing.works import Work, drafters, resolved
from interpretations.reads.shown import ShownFiles
from interpretations.reads.sources import Source, shown_refs, sources
from interpretations.rules import arranging
from interpretations.rules.content import Content, Rendered
from interpretations.rules.differing import changes
from interpretations.rules.skeleton import skeleton
from interpretations.rules.terms import Aspect, BlockKind, Form, Layout, Origin
from interpretations.rules.typed import BLOCK_LABELS, KINDS, LABELS, TypedBlock, TypedForm
from interpretations.tables import Interpretation, Plan

# Written by the enquiry desk, never here.
ORIGINS = tuple(origin for origin in Origin if origin is not Origin.ENQUIRY)
PLACE = "interpretations"
# How an interpretation of each form is called after its document.
TITLES = {
    Form.TEXT: "解读",
    Form.FAQ: "简明问答",
    Form.INFOGRAPHIC: "一图读懂",
    Form.AUDIO: "音频解读",
    Form.VIDEO: "视频解读",
    Form.CASE: "案例解读",
    Form.PRESS: "答记者问",
    Form.RESPONSE: "有关误读的回应",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form page shows: what was typed, what it explains, what is wrong, and where it goes."""

    typed: TypedForm
    sources: tuple[Source, ...]
    action: str
    faults: Mapping[str, str] = field(default_factory=dict)
    row: Interpretation | None = None
    version: int = 0
    token: str = ""
    said: str = ""


def page(session: Session, sheet: Sheet, *, held: Content | None = None) -> str:
    """The page with the form."""
    typed = sheet.typed.keyed()
    known = last_kept(session, sheet.row) if sheet.row else None
    preview = rehearsed(typed, sheet.sources, held or Content(), known)
    return render_template(
        "desk/interpretations/form.html",
        place=PLACE,
        trail=trail(sheet.row),
        sheet=sheet,
        typed=typed,
        row=sheet.row,
        faults=dict(sheet.faults),
        plan=plan_of(session, sheet.sources),
        labels=LABELS,
        block_labels=BLOCK_LABELS,
        kinds=KINDS[typed.form],
        every_kind=tuple(BlockKind),
        forms=tuple(Form),
        origins=ORIGINS,
        fixed_origin=Origin.ENQUIRY if held and held.origin is Origin.ENQUIRY else None,
        layouts=tuple(Layout),
        aspects=tuple(Aspect),
        limits=forms,
        longest=forms.LONGEST | forms.LONGEST_PART,
        preview=preview,
        pattern=TypedBlock(KINDS[typed.form][0].value),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What the public would read of what was typed."""

    content: Content
    rendered: Rendered
    refs: Mapping[str, tuple[object, ...]]
    files: ShownFiles
    made_at: datetime


def rehearsed(
    typed: TypedForm, explained: Sequence[Source], held: Content, known: Prepared | None = None
) -> Preview | None:
    """What was typed as the public would read it; None for what is too much, or takes too long.

    What is wrong is left out, and said at the form; what is `known` is not rendered again.
    """
    lenient = FormReader(MultiDict(typed.fields))
    content = forms.read_content(lenient, forms.Sent(typed), explained, held)
    if "blocks" in lenient.faults:
        return None
    try:
        return previewed(Prepared(content, rendered(content, known)), explained)
    except Unavailable:
        # Text that cannot be converted in its time: the form is needed all the more.
        return None


def previewed(made: Prepared, explained: Sequence[Source], files: ShownFiles | None = None) -> Preview:
    """A content as the public would read it."""
    refs = shown_refs(made.content, explained)
    return Preview(made.content, made.rendered, refs, files or ShownFiles(), clock.now())


def trail(row: Interpretation | None) -> tuple[tuple[str, str], ...]:
    """The way to an interpretation's pages."""
    first = ("/desk/interpretations", "解读")
    return (first, (f"/desk/interpretations/{row.id}", f"解读稿 {row.id}")) if row else (first,)


def explained_by(session: Session, names: Sequence[str], unit_id: int | None) -> tuple[Source, ...]:
    """What the form says it explains.

    Raises NotDrafter with the reason where this unit did not draft it, NotFound for what is not there.
    """
    if len(names) > forms.MOST_WORKS:
        raise BadInput(f"一份解读最多解读 {forms.MOST_WORKS} 份文件")
    found = [_work(session, name, unit_id) for name in names]
    return sources(session, tuple(dict.fromkeys(found)), clock.today())


def _work(session: Session, name: str, unit_id: int | None) -> Work:
    try:
        work = resolved(session, Work.read(name))
    except ValueError:
        raise BadInput(f"所解读的文件“{name[:20]}”认不出，请重新选择") from None
    if work is None:
        raise NotFound("没有这份文件，可能已经撤回；请重新选择所解读的文件")
    if reason := drafters(session, work).refusal(unit_id):
        whose = "您所在的单位" if drafters(session, work).leading else ""
        raise NotDrafter(f"{whose}{reason}。")
    return work


def begun(session: Session, explained: Sequence[Source], form: Form | None, question: str = "") -> TypedForm:
    """The form as it is first shown: the headings required, and what is known already.

    A `question` that was put to the unit stands first, and makes it questions and answers (简明问答).
    """
    plan = plan_of(session, explained)
    planned = [Form(value) for value in plan.forms if value in set(Form)] if plan else []
    chosen = Form.FAQ if question else form or (planned[0] if planned else Form.TEXT)
    who = actor()
    fields = {
        "form": chosen.value,
        "origin": Origin.OWN.value,
        "layout": Layout.POINTS.value,
        "title": titled(explained[0].title, chosen),
        "speaker": plan.person if plan and plan.person else who.full_name,
        "contact": who.unit,
    }
    asked = (TypedBlock(BlockKind.QUESTION.value, question),) if question else ()
    blocks = (*asked, *skeleton(chosen, former=bool(explained[0].former)))
    return TypedForm(fields, blocks, tuple(str(each.work) for each in explained)).keyed()


def titled(document: str, form: Form) -> str:
    """How an interpretation of a document is called, until its drafter finds better.

    >>> titled("澄江省排污许可管理办法", Form.INFOGRAPHIC)
    '一图读懂《澄江省排污许可管理办法》'
    """
    name = f"《{document}》"[:180]
    return f"一图读懂{name}" if form is Form.INFOGRAPHIC else f"{name}{TITLES[form]}"


def plan_of(session: Session, explained: Sequence[Source]) -> Plan | None:
    """The plan for what leads among the explained."""
    if not explained:
        return None
    work = explained[0].work
    where = Plan.document_id == work.document_id if work.document_id else Plan.draft_id == work.draft_id
    return session.scalars(select(Plan).where(where).order_by(Plan.id.desc())).first()


def arranged(typed: TypedForm, deed: str, explained: Sequence[Source]) -> TypedForm:
    """The form after one of its buttons; raises BadInput for a button that is none."""
    name, _, where = deed.partition("-")
    place = int(where) if where.isascii() and where.isdigit() and len(where) < 6 else -1  # noqa: PLR2004
    former = bool(explained and explained[0].former)
    deeds: dict[str, Callable[[], TypedForm]] = {
        "add": lambda: arranging.added(typed, where),
        "remove": lambda: arranging.removed(typed, place),
        "up": lambda: arranging.moved(typed, place, -1),
        "down": lambda: arranging.moved(typed, place, 1),
        "split": lambda: arranging.pasted(typed, request.form.get("paste", "")[: forms.LONGEST_ALL]),
        "form": lambda: _reformed(typed, former, explained),
        "differences": lambda: _with_changes(typed, explained),
        "pick": lambda: _picked(typed),
    }
    if name not in deeds:
        raise BadInput(f"表单里没有“{deed[:20]}”这个按钮，请重新打开页面")
    return deeds[name]()


def _reformed(typed: TypedForm, former: bool, explained: Sequence[Source]) -> TypedForm:  # noqa: FBT001
    made = arranging.reformed(typed, typed.form, former=former)
    title = explained[0].title if explained else ""
    # A title that nobody changed goes with the form.
    if made.fields["title"] in {titled(title, form) for form in Form}:
        return TypedForm(
            made.fields | {"title": titled(title, typed.form)}, made.blocks, made.works, made.last
        )
    return made


def _with_changes(typed: TypedForm, explained: Sequence[Source]) -> TypedForm:
    found = [
        block for each in explained[:1] if each.former for block in changes(each.former, each.provisions)
    ]
    if not found:
        raise BadInput("没有旧文本可以比对，或者新旧文本没有实质变化")
    room = max(0, forms.MOST_BLOCKS - len(typed.blocks))
    # What was drawn before is not drawn again.
    known = {(block.heading, block.refs) for block in typed.blocks if block.kind == BlockKind.CHANGE.value}
    fresh = [block for block in found if (block.heading, block.refs) not in known]
    return arranging.drawn(typed, fresh[:room])


def _picked(typed: TypedForm) -> TypedForm:
    where = request.form.get("pick-to", "")
    keys = [block.key for block in typed.blocks]
    picked = [name for name in request.form.getlist("pick") if len(name) < 120][:40]  # noqa: PLR2004
    if where not in keys or not picked:
        raise BadInput("请先勾选条文，并选定引到哪一块")
    return arranging.cited(typed, keys.index(where), "、".join(picked))
