"""Writing a notice (起草征求意见公告): begun, saved, given up. Verbs, which never commit."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from base import clock, markup
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.notices import at, held, subject
from registry.consultations.rules.terms import Matter, NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationText
from registry.consultations.tasks import close
from registry.consultations.texts import fingerprint, kept, printed_title, read_draft
from registry.drafting.faults import Stale
from registry.law.provisions import Provision
from registry.reads.visibility import visible
from registry.tables import Document

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person types of a notice (公告), its two papers among it; what was not filled in is empty."""

    title: str
    matter: Matter
    unit_id: int
    deciding_body: str = ""
    words: str = ""
    from_on: date | None = None
    through_on: date | None = None
    short_reason: str = ""
    contact_person: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    postal_address: str = ""
    postcode: str = ""
    revises_id: int | None = None
    # The papers as Markdown; "" for none yet.
    draft: str = ""
    note: str = ""

    @property
    def papers(self) -> tuple[tuple[TextRole, str], ...]:
        """Both papers with what they are."""
        return ((TextRole.DRAFT, self.draft), (TextRole.DRAFTING_NOTE, self.note))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice with its words as HTML and its papers read, before anybody's turn to write begins."""

    notice: Notice
    words_html: str
    read: tuple[tuple[TextRole, tuple[Provision, ...]], ...]


# The columns of the table that a person fills in.
TYPED = tuple(each.name for each in fields(Notice) if each.name not in {"draft", "note", "matter"})


def prepared(notice: Notice) -> Prepared:
    """Everything that may take seconds; raises BadInput for a paper that cannot be read."""
    read = tuple(
        (role, read_draft(source, name=role.label)) for role, source in notice.papers if source.strip()
    )
    return Prepared(notice, markup.to_html(notice.words), read)


def begun(session: Session, token: str) -> Consultation | None:
    """The consultation that this form began, if it was sent before."""
    return session.scalars(select(Consultation).where(Consultation.token == token)).first()


def begin(session: Session, token: str, made: Prepared, *, by: Actor) -> Consultation:
    """Begin (起草) a notice in the name of a unit; the same `token` begins one."""
    audit.turn(session)
    known = begun(session, token)
    if known is not None:
        return known
    now = clock.now()
    row = Consultation(
        token=token,
        progress=NoticeProgress.DRAFT.value,
        author=by.name,
        recorded_at=now,
        recorded_by=by.name,
        changed_at=now,
    )
    _take(session, row, made)
    session.add(row)
    session.flush()
    _keep_papers(session, row, made, by)
    audit.record(session, by, "consultation.begin", subject(row), after=_told(row))
    return row


def save(session: Session, key: int, version: int, made: Prepared, *, by: Actor) -> Consultation:
    """Save (保存) a notice that was read as `version`; the same again changes nothing.

    Raises Stale when somebody saved it in the meantime, WrongStage when the office has it.
    """
    row = at(held(session, key), NoticeProgress.DRAFT, deed="修改")
    if notice_of(session, row) == made.notice:
        return row
    as_seen(row, version)
    before = _told(row)
    _take(session, row, made)
    row.version += 1
    row.changed_at = clock.now()
    _keep_papers(session, row, made, by)
    audit.record(session, by, "consultation.save", subject(row), before=before, after=_told(row))
    return row


def abandon(session: Session, key: int, reason: str, *, by: Actor) -> Consultation:
    """Give a notice up (放弃) that was never published; raises BadInput without a reason."""
    row = at(held(session, key), NoticeProgress.DRAFT, deed="放弃")
    row.progress, row.opinion = NoticeProgress.ABANDONED.value, reasoned(reason, "放弃")
    close(session, row, by=by, outcome="abandoned")
    audit.record(session, by, "consultation.abandon", subject(row), after={"reason": row.opinion})
    return row


def notice_of(session: Session, row: Consultation) -> Notice:
    """What a consultation holds, as somebody would have typed it; of its papers the newest edition."""
    query = select(ConsultationText.role, ConsultationText.source)
    query = query.where(ConsultationText.consultation_id == row.id).order_by(ConsultationText.edition)
    # Of several editions the last stays.
    sources: dict[str, str] = dict(session.execute(query).all())
    typed: dict[str, Any] = {name: getattr(row, name) for name in TYPED}
    typed["draft"] = sources.get(TextRole.DRAFT.value, "")
    typed["note"] = sources.get(TextRole.DRAFTING_NOTE.value, "")
    return Notice(matter=Matter(row.matter), **typed)


def as_seen(row: Consultation, version: int) -> Consultation:
    """Raises Stale where the notice is not any more what the person had before them."""
    if row.version != version:
        raise Stale(f"这份公告已变为第 {row.version} 稿，您看到的是第 {version} 稿，请重新打开")
    return row


def reasoned(reason: str, deed: str) -> str:
    """The reason, without spaces at its ends; raises BadInput where there is none."""
    if not (words := reason.strip()):
        raise BadInput(f"{deed}须写明理由")
    return words[:LONGEST_REASON]


def public_document(session: Session, document_id: int) -> Document:
    """The document, where the public may see it; raises BadInput otherwise."""
    found = session.scalars(select(Document).where(Document.id == document_id, visible())).first()
    if found is None:
        raise BadInput(f"没有编号为 {document_id} 的已公开文件")
    return found


def _take(session: Session, row: Consultation, made: Prepared) -> None:
    if made.notice.revises_id is not None:
        public_document(session, made.notice.revises_id)
    for name in TYPED:
        setattr(row, name, getattr(made.notice, name))
    row.matter, row.words_html = made.notice.matter.value, made.words_html


def _keep_papers(session: Session, row: Consultation, made: Prepared, by: Actor) -> None:
    """The papers as they are now: nobody has commented yet, so that there is one edition of each."""
    read = dict(made.read)
    for role, source in made.notice.papers:
        known = _first(session, row.id, role)
        if not source.strip():
            session.execute(delete(ConsultationText).where(*_is(row.id, role)))
        elif known is None:
            session.add(edition(row.id, role, 1, source, read[role], by=by))
        elif known.source != source:
            fill(known, source, read[role])
            known.recorded_at, known.recorded_by = clock.now(), by.name
    session.flush()


def edition(
    key: int,
    role: TextRole,
    number: int,
    source: str,
    provisions: Sequence[Provision],
    *,
    by: Actor,
) -> ConsultationText:
    """One edition of a paper, to be added."""
    made = ConsultationText(
        consultation_id=key,
        role=role.value,
        edition=number,
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    fill(made, source, provisions)
    return made


def fill(text: ConsultationText, source: str, provisions: Sequence[Provision]) -> None:
    """Let an edition say this."""
    text.title, text.source = printed_title(source), source
    text.provisions, text.fingerprint = kept(provisions), fingerprint(provisions)


def _first(session: Session, key: int, role: TextRole) -> ConsultationText | None:
    return session.scalars(select(ConsultationText).where(*_is(key, role))).first()


def _is(key: int, role: TextRole) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ConsultationText.consultation_id == key, ConsultationText.role == role.value


def _told(row: Consultation) -> dict[str, object]:
    return {"version": row.version or 1, "title": row.title, "from": row.from_on, "through": row.through_on}
