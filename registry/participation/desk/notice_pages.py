"""Writing notices (起草公告): the form, saving, what two saved at once, the page as it will be read."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import BadInput, NotFound, RegistryError, Unavailable, WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may, within
from base.staff.roles import Owner, Permission
from registry.consultations import writing
from registry.consultations.notices import get
from registry.consultations.reads.choosing import offered
from registry.consultations.reads.page import read_page
from registry.consultations.rules.period import least
from registry.consultations.rules.terms import Matter, NoticeProgress
from registry.consultations.tables import Consultation
from registry.desk import owners
from registry.drafting.faults import Stale
from registry.participation.desk import notice_forms as forms
from registry.participation.views import consultation_shelf, consultations
from registry.views import frame

PLACE = "consultations"
LIST = ("/desk/consultations", "征求意见")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form to be shown: what stands in its fields, and over which notice and version it is written."""

    typed: Mapping[str, str]
    row: Consultation | None = None
    version: int = 1
    token: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    said: str = ""


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose a consultation is: the unit's that drafts and collects the comments."""
    row = session.get(Consultation, key)
    return owners.of_unit(session, row.unit_id) if row else None


def to(key: int, sentence: str = "", category: str = "message") -> ResponseReturnValue:
    """To the page of a consultation on the desk, where the sentence is said."""
    if sentence:
        flash(sentence, category)
    return redirect(f"/desk/consultations/{key}", 303)


def trail(row: Consultation | None = None) -> list[tuple[str, str]]:
    """The way to a page of this desk."""
    return [LIST, *([(f"/desk/consultations/{row.id}", row.title)] if row else [])]


def page(session: Session, sheet: Sheet) -> str:
    """The form with what stands in it, and with what is wrong with it."""
    unit_id = sheet.row.unit_id if sheet.row else actor().unit_id or 0
    setting = web.config().consulting.days
    return render_template(
        "desk/consultations/form.html",
        place=PLACE,
        trail=trail(sheet.row),
        sheet=sheet,
        typed=sheet.typed,
        faults=sheet.faults,
        labels=forms.LABELS,
        matters=[(each, least(setting, each).words) for each in Matter],
        offered=offered(session, unit_id),
    )


@may(Permission.CONSULT)
def new() -> str:
    """The empty form."""
    with web.reading() as session:
        return page(session, Sheet({}, token=secrets.token_hex(16)))


@may(Permission.CONSULT)
def create() -> ResponseReturnValue:
    """Begin a notice with what was typed; the same form sent twice begins one."""
    token = request.form.get("token", "")
    if not (token.isalnum() and token.isascii() and len(token) == 32):  # noqa: PLR2004  # token_hex(16)
        token = secrets.token_hex(16)
    with web.reading() as session:
        known = writing.begun(session, token)
        if known is not None:
            within(Permission.CONSULT, owners.of_unit(session, known.unit_id))
            return to(known.id)
    typed = forms.sent()
    try:
        made = _read(typed, _own_unit())
        with web.transaction() as session:
            key = writing.begin(session, token, made, by=actor()).id
    except (Faults, BadInput) as wrong:
        with web.reading() as session:
            return page(session, Sheet(typed.fields, token=token, faults=told(wrong))), wrong.status
    return to(key, "已保存为草稿")


def _own_unit() -> int:
    if (unit_id := actor().unit_id) is None:
        raise Faults({"form": "您没有所在单位，不能起草公告；请由系统管理员设置"})
    return unit_id


def _read(typed: forms.Typed, unit_id: int) -> writing.Prepared:
    reader = FormReader(request.form)
    with web.reading() as session:
        notice = forms.read(session, reader, typed, unit_id)
    return forms.finished(reader, notice)


def told(wrong: BadInput | Unavailable) -> Mapping[str, str]:
    """What is wrong, by field; of what belongs to no field at the head of the form."""
    return wrong.fields if isinstance(wrong, Faults) else {"form": wrong.sentence}


@may(Permission.CONSULT, of=of)
def edit(key: int) -> ResponseReturnValue:
    """The form with what the notice holds."""
    with web.reading() as session:
        row = get(session, key)
        if NoticeProgress(row.progress) is not NoticeProgress.DRAFT:
            return to(key, f"这份公告现在是“{NoticeProgress(row.progress).label}”，不能修改", "warning")
        typed = forms.typed_of(session, writing.notice_of(session, row))
        return page(session, Sheet(typed, row, row.version))


@may(Permission.CONSULT, of=of)
def save(key: int) -> ResponseReturnValue:
    """Save what was typed; what somebody else saved meanwhile is shown beside it."""
    typed = forms.sent()
    with web.reading() as session:
        row = get(session, key)
        unit_id, sheet = row.unit_id, Sheet(typed.fields, version=_version())
    try:
        made = _read(typed, unit_id)
        with web.transaction() as session:
            writing.save(session, key, sheet.version, made, by=actor())
    except Stale as stale:
        return conflict(key, typed.fields, stale.sentence), 409
    except WrongStage as late:
        # Gone on meanwhile: what was typed is shown, to be copied.
        return again(key, sheet, {"form": f"{late.sentence}；您填写的内容都在下面，没有保存，可以复制"}), 409
    except (Faults, BadInput) as wrong:
        return again(key, sheet, told(wrong)), wrong.status
    return to(key, "已保存")


def _version() -> int:
    return FormReader(request.form).whole("version", "稿次") or 0


def again(key: int, sheet: Sheet, faults: Mapping[str, str]) -> str:
    """The form again, with everything that was typed."""
    with web.reading() as session:
        return page(session, replace(sheet, row=get(session, key), faults=faults))


def conflict(key: int, mine: Mapping[str, str], sentence: str) -> str:
    """Both versions side by side, field by field; nothing is lost."""
    with web.reading() as session:
        row = get(session, key)
        theirs = forms.typed_of(session, writing.notice_of(session, row))
        return render_template(
            "desk/consultations/conflict.html",
            place=PLACE,
            trail=trail(row),
            row=row,
            sentence=sentence,
            mine=mine,
            theirs=theirs,
            names=forms.differing(mine, theirs),
            labels=forms.LABELS,
            matters={each.value: each.label for each in Matter},
        )


@may(Permission.CONSULT, of=of)
def merge(key: int) -> ResponseReturnValue:
    """The form with what was chosen of both versions, on top of the one it was compared with."""
    mine, taken = forms.sent().fields, set(request.form.getlist("take"))
    with web.reading() as session:
        row = get(session, key)
        theirs = forms.typed_of(session, writing.notice_of(session, row))
        made = {name: theirs.get(name, "") if name in taken else words for name, words in mine.items()}
        return page(session, Sheet(made, row, _version(), said="两份已经合并，请核对一遍再保存。"))


class Undone(RegistryError):
    """Ends a rehearsal: whatever was done in its transaction is undone."""


@may(Permission.READ_CONSULTATION, of=of)
def preview(key: int) -> ResponseReturnValue:
    """What the public page would say, were the notice published now; the page itself once it is."""
    with web.reading() as session:
        row = get(session, key)
        if NoticeProgress(row.progress) is NoticeProgress.PUBLISHED:
            return redirect(f"/consultations/{key}", 303)
        if NoticeProgress(row.progress) in {NoticeProgress.WITHDRAWN, NoticeProgress.ABANDONED}:
            raise NotFound("这份公告已不再办理，没有公开后的样子")
        way = trail(row)
    return render_template(
        "desk/consultations/preview.html", place=PLACE, trail=way, parts=rehearsed(key), key=key
    )


def rehearsed(key: int) -> consultation_shelf.Parts:
    """The parts of the page of a publication that is undone at once; no other reader ever sees it."""
    made = []
    try:
        with web.database().transaction() as session:
            row = get(session, key)
            row.progress, row.published_at = NoticeProgress.PUBLISHED.value, row.publish_at or clock.now()
            row.from_on = row.from_on or clock.today()
            row.through_on = row.through_on or row.from_on
            session.flush()
            made.append(read_page(session, key, clock.today(), web.config().consulting))
            raise Undone  # noqa: TRY301  # the one way to end a transaction without keeping its work
    except Undone:
        return consultations.finished(made[0], frame.root())
