"""The announcement (清理结果): decision and lists as finished values, for every form it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.cleanup.decision import OPENING, Wording, wording_of
from registry.cleanup.tables import Campaign, Ground, RollRow, RowStage, Verdict
from registry.law.days import printed
from registry.law.markers import quoted
from registry.law.numerals import chinese
from registry.tables import Document

NAMES = {
    Verdict.KEEP: "继续有效的文件目录",
    Verdict.REPEAL: "废止的文件目录",
    Verdict.LAPSE: "宣布失效的文件目录",
    Verdict.AMEND: "拟修改的文件目录",
}
COLUMNS = ("序号", "文件名称", "文号", "理由")


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a list, as it is printed, and where it stands."""

    row_id: int
    document_id: int
    address: str
    position: int
    title: str
    number: str
    reason: str
    replaced_by: str
    unit_id: int | None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What stands in the columns."""
        return str(self.position), quoted(self.title), self.number, self.reason


@dataclass(frozen=True, slots=True)
class Annex:
    """One list (附件) of the announcement; `place` counts the lists that are not empty."""

    place: int
    verdict: Verdict
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return NAMES[self.verdict]

    @property
    def label(self) -> str:
        """附件, with its number."""
        return f"附件{self.place}"


@dataclass(frozen=True, slots=True)
class Announcement:
    """The whole: what was decided, and its lists in the order of 继续有效、废止、宣布失效、拟修改."""

    wording: Wording
    annexes: tuple[Annex, ...]

    @property
    def results(self) -> tuple[str, ...]:
        """The paragraphs that tell the results, counted from the lists so that they are never wrong."""
        said = [_result(annex) for annex in self.annexes]
        return tuple(f"{chinese(place)}、{words}" for place, words in enumerate(said, 1))

    @property
    def closing(self) -> str:
        """The paragraph with the decision's own effective day."""
        day = printed(self.wording.effective_on)
        words = f"本{self.wording.act}自{day}起施行。"
        if not self.items(Verdict.REPEAL, Verdict.LAPSE):
            return words
        ended = "、".join(v.label for v in (Verdict.REPEAL, Verdict.LAPSE) if self.items(v))
        return f"{words}上述{ended}的文件自该日起停止执行，不再作为行政管理的依据。"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, paragraph by paragraph."""
        opening = [line.strip() for line in self.wording.words.splitlines() if line.strip()]
        return (*opening, *self.results, self.closing)

    def items(self, *verdicts: Verdict) -> tuple[Item, ...]:
        """The items under these verdicts."""
        return tuple(item for annex in self.annexes if annex.verdict in verdicts for item in annex.items)


def announcement(session: Session, campaign: Campaign) -> Announcement:
    """The announcement as the roll now stands; only what was agreed is in its lists."""
    wording = wording_of(campaign.decision) or _blank(campaign)
    rows = session.execute(
        select(RollRow, Document)
        .join(Document, Document.id == RollRow.document_id)
        .where(RollRow.campaign_id == campaign.id, RollRow.stage == RowStage.AGREED)
    ).all()
    lists = {verdict: [(r, d) for r, d in rows if r.verdict == verdict] for verdict in NAMES}
    filled = [(verdict, found) for verdict, found in lists.items() if found]
    return Announcement(
        wording,
        tuple(Annex(place, verdict, _items(found)) for place, (verdict, found) in enumerate(filled, 1)),
    )


def reason(ground: str, note: str, replaced_by: str) -> str:
    """The ground as it is printed in the list.

    >>> reason("covered", "", "新办法"), reason("other", "机构改革", "")
    ('已被新规定涵盖或者替代（《新办法》）', '机构改革')
    """
    words = note if ground == Ground.OTHER and note else Ground(ground).label
    return f"{words}（{quoted(replaced_by)}）" if replaced_by else words


def _result(annex: Annex) -> str:
    count = len(annex.items)
    told = {
        Verdict.KEEP: f"继续有效的文件{count}件",
        Verdict.REPEAL: f"决定废止的文件{count}件",
        Verdict.LAPSE: f"宣布失效的文件{count}件",
        Verdict.AMEND: f"拟修改的文件{count}件，修改前继续执行",
    }
    return f"{told[annex.verdict]}，目录见{annex.label}。"


def _items(found: Sequence[tuple[RollRow, Document]]) -> tuple[Item, ...]:
    ordered = sorted(found, key=lambda pair: (_made_on(pair[1]), pair[1].title))
    return tuple(
        Item(
            row_id=row.id,
            document_id=document.id,
            address=document.address,
            position=place,
            title=document.title,
            number=document.document_number or document.order_number or document.unified_number,
            reason=reason(row.ground, row.note, row.replaced_by),
            replaced_by=row.replaced_by,
            unit_id=row.unit_id,
        )
        for place, (row, document) in enumerate(ordered, 1)
    )


def _made_on(document: Document) -> date:
    return document.published_on or document.signed_on or document.adopted_on or date.max


def _blank(campaign: Campaign) -> Wording:
    # Shown before anything is written: the lists can be looked at from the first agreed row on.
    day = campaign.due_on or campaign.recorded_at.date()
    return Wording(campaign.title, "", "", day, day, OPENING)
