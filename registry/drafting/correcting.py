"""Corrections (更正) and withdrawals (撤回) of what is published: appended, dated, told to the public."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, files, outbox
from base.errors import BadInput
from base.forms import Faults
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from registry import books
from registry.drafting import judging
from registry.drafting.editing import ORIGINAL
from registry.drafting.fields import URL
from registry.drafting.reading import manuscript_of
from registry.drafting.surroundings import entry_of, taken
from registry.drafting.tables import Draft, DraftFile
from registry.drafting.words import grammars
from registry.intake.markdown import manuscript
from registry.intake.opening import fingerprint
from registry.intake.parsed import Parsed
from registry.intake.record import recall
from registry.law.correctable import APART, DAYS, LABELS, LEVELS, TEXT, UNIT
from registry.law.days import read_day
from registry.law.differences import Op, differences
from registry.law.entering import breaches, standing
from registry.law.entry import Circumstances, Read
from registry.law.reading import read_provisions
from registry.law.rules import Weight
from registry.law.terms import Genre
from registry.subjects import LIST
from registry.tables import Attachment, Correction, Document, Source, Text
from registry.works.corrected import columns, unit_words
from registry.works.shelving import TOPIC

DESK_PATHS = "desk/"
MARKDOWN = "text/markdown"
LONGEST_NOTE = 500
MOST_CHANGES = 20
GENRES = tuple(genre.label for genre in Genre)
LONGEST = {
    "document_number": 120,
    "order_number": 120,
    "unified_number": 60,
    "summary": 1000,
    "source_url": 500,
}


def correct(session: Session, key: int, field: str, words: str, note: str, *, by: Actor) -> Correction:
    """Correct (更正) one item of a published document; what it said stays to be seen, with the note.

    Raises Faults naming the field for words that cannot stand there, Withdrawn for a withdrawn document.
    """
    document = books.locked(session, key)
    words = words.strip()
    _check(session, document, field, words, note)
    before = item(document, field)
    if words == before:
        raise Faults({"value": f"{LABELS[field]}没有变化"})
    row = _append(session, document, field, (before, words), note, by)
    for name, value in columns(session, field, words).items():
        setattr(document, name, value)
    session.flush()
    outbox.post(session, TOPIC, [document.id])
    return row


def assign_unit(session: Session, key: int, unit_id: int | None, note: str, *, by: Actor) -> Correction:
    """Say which unit drafted (指定起草单位) a published document that names none, or a wrong one.

    It then explains the document and answers for it. Raises Faults naming what is wrong with the form.
    """
    document = books.locked(session, key)
    unit = session.get(Unit, unit_id) if unit_id else None
    faults = {}
    if unit is None:
        faults["unit_id"] = "请选定起草单位" if not unit_id else f"没有编号为 {unit_id} 的单位"
    elif unit.id == document.drafting_unit_id:
        faults["unit_id"] = "起草单位没有变化"
    if not note.strip() or len(note) > LONGEST_NOTE:
        faults["unit_note"] = f"更正须写明原因，将公开显示，最多 {LONGEST_NOTE} 字"
    if unit is None or faults:
        raise Faults(faults)
    row = _append(session, document, UNIT, (unit_words(document.drafting_unit), unit_words(unit)), note, by)
    document.drafting_unit_id = unit.id
    session.flush()
    session.expire(document, ["drafting_unit"])
    outbox.post(session, TOPIC, [document.id])
    return row


def correct_text(session: Session, key: int, text: str, note: str, store: Path, *, by: Actor) -> Correction:
    """Correct (更正) a misprint in the text; the former wording is kept, and what it changed is told.

    What the text was ruled to state about days and other documents stays as it is: that is corrected where
    validity is marked. Raises Faults where the text was not entered at the desk.
    """
    document = books.locked(session, key)
    source = source_of(session, key)
    former = text_of(session, source, store) if source else None
    if source is None or former is None:
        raise Faults({"value": "正文来自导入的文件夹，请更正原文件后重新导入"})
    if not note.strip():
        raise Faults({"note": "更正须写明原因，将公开显示"})
    changes = _changes(former, text)
    if not changes[0] and not changes[1]:
        raise Faults({"value": "正文没有变化"})
    read = manuscript(text)
    provisions = read_provisions(read.body)
    raw = text.encode()
    mended = replace(
        recall(source.found),
        sha256=files.keep(store, raw),
        size=len(raw),
        provisions=provisions,
        fingerprint=fingerprint(provisions),
    )
    replaced = source.sha256
    books.update(session, mended, by=by.name)
    _keep_originals(session, key, replaced, mended)
    return _append(session, document, TEXT, changes, note, by)


def withdraw(session: Session, key: int, reason: str, *, by: Actor) -> Document:
    """Withdraw (撤回) a published document; its address says what stood there, until when, and why."""
    document = books.locked(session, key)
    books.withdraw(session, key, reason)
    audit.record(session, by, "document.withdraw", f"document:{key}", after={"reason": reason.strip()})
    return document


def item(document: Document, field: str) -> str:
    """What the record says of one item now, as it is typed."""
    if field == "subject":
        subject = document.subject
        parent = subject.parent if subject else None
        return LEVELS.join(each.name for each in (parent, subject) if each)
    if field == "genre":
        return Genre(document.genre).label if document.genre in set(Genre) else document.genre
    value = getattr(document, field)
    return "" if value is None else str(value)


def source_of(session: Session, key: int) -> Source | None:
    """What the newest standing text of a document was entered from at the desk; None for an imported one."""
    query = (
        select(Source)
        .join(Text, Text.id == Source.text_id)
        .where(Text.document_id == key, Text.withdrawn_at.is_(None), Source.path.startswith(DESK_PATHS))
        .order_by(Text.position.desc())
    )
    return session.scalars(query).first()


def text_of(session: Session, source: Source, store: Path) -> str | None:
    """The Markdown of a text entered at the desk, as it was corrected last; None where none is kept.

    A text that was read from an uploaded file is the draft's, as it was reviewed; the file is another thing.
    """
    uploaded = select(DraftFile.draft_id).where(DraftFile.sha256 == source.sha256, DraftFile.role == ORIGINAL)
    drafts = select(Draft).where(Draft.id.in_(uploaded), Draft.document_id.is_not(None))
    for draft in session.scalars(drafts):
        if source.path.startswith(f"{draft.path}/"):
            held = judging.manuscript(draft)
            return manuscript_of(held.entry, held.text)
    raw = files.read(store, source.sha256)
    return raw.decode() if raw.lstrip().startswith(b"#") or source.path.endswith(".md") else None


def _check(session: Session, document: Document, field: str, words: str, note: str) -> None:
    faults: dict[str, str] = {}
    if field not in LABELS or field in APART:
        raise BadInput(f"“{field[:40]}”不能在这里更正")
    if not note.strip() or len(note) > LONGEST_NOTE:
        faults["note"] = f"更正须写明原因，将公开显示，最多 {LONGEST_NOTE} 字"
    if said := _shape(field, words) or _ruled(session, document, field, words):
        faults["value"] = said
    if faults:
        raise Faults(faults)


def _shape(field: str, words: str) -> str:
    if len(words) > LONGEST.get(field, 400):
        return f"{LABELS[field]}最多 {LONGEST.get(field, 400)} 个字"
    if field in DAYS and words and not (read_day(words) and words == str(read_day(words))):
        return f"{LABELS[field]}应形如 2021-08-01"
    if field == "genre" and words and words not in GENRES:
        return f"体裁“{words[:20]}”不在可选范围内：{'、'.join(GENRES)}"
    if field == "source_url" and words and not URL.fullmatch(words):
        return "原发布网页应以 http:// 或 https:// 开头"
    if field == "subject" and words:
        names = words.split(LEVELS)
        if names[0] not in LIST or (names[1:2] and names[1] not in LIST[names[0]]):
            return f"主题分类“{words[:40]}”不在分类表内"
    return ""


def _ruled(session: Session, document: Document, field: str, words: str) -> str:
    # The rules of entering hold for a correction too, those of this field.
    entry = entry_of(session, document, field, words)
    others = dict(taken(session, entry, None, besides=document.id))
    around = Circumstances(clock.today(), Read(empty=False), others, (), grammars(session))
    return standing(breaches(entry, around), Weight.ALWAYS).get(field, "")


def _append(
    session: Session, document: Document, field: str, words: tuple[str, str], note: str, by: Actor
) -> Correction:
    before, after = words
    row = Correction(
        document_id=document.id,
        field=field,
        before=before,
        after=after,
        note=note.strip(),
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(row)
    told = {"field": field, "note": note.strip()}
    audit.record(
        session,
        by,
        "document.correct",
        f"document:{document.id}",
        before={**told, "words": before},
        after={**told, "words": after},
    )
    return row


def _changes(former: str, text: str) -> tuple[str, str]:
    # What the public is shown: the words that went and those that came, not the whole text twice.
    runs = differences(former, text)
    gone = [run.text.strip() for run in runs if run.op is Op.DELETED][:MOST_CHANGES]
    come = [run.text.strip() for run in runs if run.op is Op.INSERTED][:MOST_CHANGES]
    return "……".join(gone), "……".join(come)


def _keep_originals(session: Session, key: int, replaced: str, mended: Parsed) -> None:
    # A corrected Markdown takes the place of the one before; an uploaded file stays as it was published.
    rows = select(Attachment).where(Attachment.document_id == key, Attachment.role == ORIGINAL)
    for row in session.scalars(rows.where(Attachment.withdrawn_at.is_(None))):
        if row.sha256 == replaced and row.media_type == MARKDOWN:
            row.withdrawn_at = clock.now()
        elif row.sha256 == mended.sha256:
            row.filename = f"{row.filename.rsplit('.', 1)[0]}.md"
