"""Reading a draft (读稿): its fields and its text as one reading, as the registry will take it in."""

from dataclasses import dataclass, replace
from datetime import date

from registry.intake.kinds import region_of
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.parsed import Parsed
from registry.law.clauses import Statements
from registry.law.entry import Entry, Read


@dataclass(frozen=True, slots=True)
class Original:
    """The file that the text was read from, as it was uploaded."""

    filename: str
    sha256: str
    size: int
    media_type: str


def read_draft(
    entry: Entry, text: str, path: str, *, unit: str = "", published_on: date | None = None
) -> Parsed:
    """What a draft says, as a reading; `published_on` is its day of publication where the form tells none.

    What is typed in the form counts; what the text states about effect and about other documents is read
    from the text.
    """
    day = entry.published_on or published_on
    parsed = open_paper(Paper(f"{path}/正文.md", manuscript_of(entry, text).encode(), _row(entry, day)))
    return replace(
        parsed,
        title=entry.title,
        kind=entry.kind.value if entry.kind else parsed.kind,
        genre=entry.genre.value if entry.genre else parsed.genre,
        region=(region_of(entry.issuers[0]) if entry.issuers else "") or parsed.region,
        issuers=entry.issuers,
        document_number=entry.document_number,
        order_number=entry.order_number,
        unified_number=entry.unified_number,
        index_number=entry.index_number,
        drafting_unit=unit,
        subject=entry.subject,
        adopted_on=entry.adopted_on or parsed.adopted_on,
        signed_on=entry.signed_on,
        published_on=day,
        dated_on=_dated(entry, parsed, day),
        source_url=entry.source_url,
        status_in_source="",
    )


def manuscript_of(entry: Entry, text: str) -> str:
    """The draft as one Markdown source, with its title before it."""
    begins = text.lstrip("\ufeff \n")
    return begins if begins.startswith("# ") else f"# {entry.title}\n\n{begins}"


def as_read(parsed: Parsed, entry: Entry, text: str) -> Read:
    """What the text says of itself, to be held against the form."""
    stated: Statements = parsed.statements
    effective = stated.effective
    return Read(
        empty=not text.strip("# \n"),
        title=_printed_title(text),
        number=stated.number,
        signed_on=stated.signed_on,
        effective_on=effective.on if effective else None,
        effective_later=bool(effective and not effective.on and not entry.published_on),
        valid_through=stated.expiry.through if stated.expiry else None,
    )


def _printed_title(text: str) -> str:
    first = text.lstrip("\ufeff \n").split("\n", 1)[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def _row(entry: Entry, day: date | None) -> Row:
    told = {
        "title": entry.title,
        "kind": entry.kind.label if entry.kind else "",
        "issuer": "、".join(entry.issuers),
        "docno": entry.document_number or entry.order_number,
        "published_on": day.isoformat() if day else "",
        "signed_on": entry.signed_on.isoformat() if entry.signed_on else "",
    }
    return Row(1, {name: words for name, words in told.items() if words})


def _dated(entry: Entry, parsed: Parsed, day: date | None) -> date | None:
    # The text's own history may tell of a later change of it.
    changed = max((line.on for line in parsed.statements.history if line.changes_text), default=None)
    return changed or entry.signed_on or day or entry.adopted_on
