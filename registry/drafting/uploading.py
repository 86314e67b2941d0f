"""Files of a draft (原件与附件): kept by their bytes, read into text and fields for correction."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from base import clock, files
from base.errors import BadInput, NotFound
from base.staff import audit
from base.staff.roles import Actor
from registry.drafting.editing import ATTACHED, ORIGINAL, Manuscript, at, files_of, get, subject
from registry.drafting.fields import LONGEST_TEXT_BYTES, MOST_ISSUERS, URL
from registry.drafting.reading import read_draft
from registry.drafting.tables import Draft, DraftFile, Stage
from registry.intake.reading import Reading
from registry.intake.uploads import Upload
from registry.law.days import read_day
from registry.law.entry import Entry
from registry.law.terms import Disclosure, Genre, Kind
from registry.subjects import LIST

MOST_FILES = 60
UNREAD = "未能读取其中的文字，发布前检查不包括它，请人工检查"
WORDS = (
    ("title", 400),
    ("document_number", 120),
    ("order_number", 120),
    ("unified_number", 60),
    ("index_number", 80),
    ("summary", 1000),
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way to a draft: what for, what it is, and what was read in it (None: not read)."""

    role: str
    upload: Upload
    found: Reading | None = None


def attach(session: Session, key: int, incoming: Incoming, store: Path, *, by: Actor) -> DraftFile:
    """Keep a file with a draft, as the original (原件) or as an attachment (附件).

    A new original takes the place of the former one, which is kept. Raises BadInput for too many files.
    """
    role, upload = incoming.role, incoming.upload
    draft = at(get(session, key), Stage.DRAFT, deed="上传文件")
    if len(files_of(session, key)) >= MOST_FILES:
        raise BadInput(f"一份登记稿最多 {MOST_FILES} 个文件，请先撤下不用的")
    if role == ORIGINAL:
        for former in files_of(session, key, ORIGINAL):
            former.withdrawn_at = clock.now()
    row = DraftFile(
        draft_id=draft.id,
        role=role,
        filename=upload.filename,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=files.keep(store, upload.content),
        found=_found(incoming),
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(row)
    session.flush()
    told = {"file": row.filename, "role": role, "sha256": row.sha256}
    audit.record(session, by, "draft.attach", subject(draft), after=told)
    return row


def withdraw_file(session: Session, key: int, number: int, *, by: Actor) -> Draft:
    """Take a file off a draft; its bytes stay in the store. Raises NotFound for a file of another draft."""
    draft = at(get(session, key), Stage.DRAFT, deed="撤下文件")
    row = session.get(DraftFile, number)
    if row is None or row.draft_id != key:
        raise NotFound(f"登记稿 {key} 没有编号为 {number} 的文件")
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        told = {"file": row.filename, "sha256": row.sha256}
        audit.record(session, by, "draft.withdraw_file", subject(draft), before=told)
    return draft


def _found(incoming: Incoming) -> dict[str, object]:
    found = incoming.found
    notices = [*incoming.upload.notices, *(found.notices if found else (UNREAD,))]
    if found is None:
        return {"notices": notices}
    return {"notices": notices, "hidden": list(found.hidden), "markdown": found.markdown}


def as_manuscript(found: Reading, upload: Upload, unit_id: int | None) -> Manuscript:
    """What a file says, as an entry to be corrected beside it.

    What the file's own table of fields gives counts; the text tells the rest. Raises BadInput for a text
    longer than a draft may be.
    """
    if len(found.markdown.encode()) > LONGEST_TEXT_BYTES:
        raise BadInput(f"{upload.filename}：读出的正文超过 2 MB，请拆分，或者将长表格作为附件上传")
    told = found.fields
    title = told.get("title", "") or _titled(found.markdown) or upload.filename.rsplit(".", 1)[0]
    said = read_draft(Entry(title=title[:400]), found.markdown, "desk/new")
    words = {name: " ".join(told.get(name, "").split())[:longest] for name, longest in WORDS}
    issuers = tuple(name for name in told.get("issuers", "").split("、") if name) or said.statements.issuer
    number = words["document_number"] or words["order_number"] or said.statements.number
    entry = Entry(
        title=title[:400],
        kind=Kind.NORMATIVE_DOCUMENT if said.kind == Kind.OTHER else Kind(said.kind),
        genre=_genre(told.get("genre", "")) or _genre(said.genre),
        issuers=tuple(name[:120] for name in issuers[:MOST_ISSUERS]),
        unit_id=unit_id,
        subject=_subject(told.get("subject", "")),
        summary=words["summary"],
        disclosure=_disclosure(told.get("disclosure", "")),
        signed_on=read_day(told.get("signed_on", "")) or said.statements.signed_on,
        published_on=read_day(told.get("published_on", "")) or said.statements.published_on,
        adopted_on=said.statements.adopted_on,
        unified_number=words["unified_number"],
        index_number=words["index_number"],
        source_url=told.get("source_url", "") if URL.fullmatch(told.get("source_url", "")) else "",
    )
    return Manuscript(_numbered(entry, number[:120]), found.markdown)


def _numbered(entry: Entry, number: str) -> Entry:
    # 第356号, 省政府令第356号: an order's number stands in its own field.
    ordered = "令" in number or (number.startswith("第") and number.endswith("号"))
    return replace(entry, order_number=number) if ordered else replace(entry, document_number=number)


def _titled(markdown: str) -> str:
    first = markdown.lstrip().split("\n", 1)[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def _genre(word: str) -> Genre | None:
    return next((genre for genre in Genre if word in {genre.value, genre.label}), None)


def _disclosure(word: str) -> Disclosure:
    return next((each for each in Disclosure if word in {each.value, each.label}), Disclosure.OPEN)


def _subject(words: str) -> tuple[str, ...]:
    for field, below in LIST.items():
        for name in below:
            if words.endswith(name) and words.startswith(field):
                return (field, name)
        if words == field:
            return (field,)
    return ()


__all__ = ["ATTACHED", "ORIGINAL", "Incoming", "as_manuscript", "attach", "withdraw_file"]
