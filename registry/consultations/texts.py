"""The papers of a consultation as provisions (征求意见稿、起草说明): read, kept, recalled."""

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput
from base.unprintable import printable
from registry.consultations.rules.terms import TextRole
from registry.consultations.tables import ConsultationText
from registry.intake.markdown import manuscript
from registry.intake.opening import fingerprint
from registry.law.provisions import Provision
from registry.law.reading import flatten, read_provisions
from registry.reads.wording import nested

LARGEST_BYTES = 2 * 2**20
# A text of the largest size has fewer; one of nothing but line ends and marks has more.
MOST_PROVISIONS = 20_000


def read_draft(source: str, *, name: str = "征求意见稿") -> tuple[Provision, ...]:
    """A paper (Markdown, or plain lines) as a tree of provisions; its title stands apart (`printed_title`).

    Raises BadInput, naming the paper, where it is empty, too large, or nothing can be read in it.
    """
    size = len(source.encode("utf-8", "replace"))
    if size > LARGEST_BYTES:
        raise BadInput(f"{name}过大（{size} 字节，上限 2 MB）：请拆分，或者将长表格作为附件上传")
    if not source.strip():
        raise BadInput(f"{name}没有文字")
    plain = printable(source)
    provisions = read_provisions(manuscript(plain).body)
    if not provisions and not any(line.startswith("#") for line in plain.split("\n")):
        # One line without a heading was taken for the title; here it is all that somebody has to say.
        provisions = read_provisions(plain.split("\n"))
    if not any(one.text.strip() for one in provisions):
        raise BadInput(f"{name}只有标题，没有正文")
    if (count := len(flatten(provisions))) > MOST_PROVISIONS:
        raise BadInput(f"{name}分成了 {count} 段，最多 {MOST_PROVISIONS} 段：请拆分，或者作为附件上传")
    return provisions


def printed_title(source: str) -> str:
    """The title that stands above a paper, or ""."""
    titles = manuscript(printable(source)).titles
    return titles[0][:400] if titles else ""


def kept(provisions: Iterable[Provision]) -> list[list[object]]:
    """The provisions as `ConsultationText.provisions` holds them, in reading order."""
    return [
        [one.level.value, one.eid, depth, one.number, one.heading, one.body]
        for depth, one in flatten(provisions)
    ]


def recalled(rows: Sequence[Sequence[object]]) -> tuple[Provision, ...]:
    """The tree again of what `kept` made."""
    flat = []
    for row in rows:
        level, eid, depth, number, heading, body = row
        words = (cast("str", each) for each in (level, eid, number, heading, body))
        flat.append((cast("int", depth), *words))
    return nested(cast("list[tuple[int, str, str, str, str, str]]", flat))


def latest_text(session: Session, consultation_id: int, role: TextRole) -> ConsultationText | None:
    """The newest edition of a paper, or None."""
    return next(iter(editions(session, consultation_id, role)), None)


def editions(session: Session, consultation_id: int, role: TextRole) -> Sequence[ConsultationText]:
    """Every edition of a paper, the newest first."""
    query = select(ConsultationText).where(
        ConsultationText.consultation_id == consultation_id, ConsultationText.role == role.value
    )
    return session.scalars(query.order_by(ConsultationText.edition.desc())).all()


__all__ = [
    "LARGEST_BYTES",
    "editions",
    "fingerprint",
    "kept",
    "latest_text",
    "printed_title",
    "read_draft",
    "recalled",
]
