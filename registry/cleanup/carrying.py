"""Carrying out (落实清理结果): what a published decision does to each document of its lists."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from base import clock
from base.staff.roles import Actor
from registry import books
from registry.cleanup.announcement import Annex, Announcement, Item
from registry.cleanup.closing import ENDS, order
from registry.cleanup.successors import Successors
from registry.cleanup.tables import Campaign, Verdict
from registry.law.events import Act
from registry.law.terms import RelationKind
from registry.reads.dossier import Dossier, read_dossier
from registry.renditions.surfaces import surfaces
from registry.tables import Document, EventRow, RelationRow
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty, open_task


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision being carried out, by somebody, in one transaction."""

    session: Session
    campaign: Campaign
    said: Announcement
    decision: Document
    by: Actor

    def carry_out(self) -> list[EventRow]:
        """Do everything that the lists say; gives the events recorded."""
        successors = Successors(self.session)
        act = Act(self.decision.title, self.said.wording.number, self.decision.address)
        events = []
        for annex in self.said.annexes:
            for item in annex.items:
                asked = order(self.said, item, f"{annex.label}第{item.position}项", act, successors)
                event = self._end(annex.verdict, item, asked)
                if event:
                    # The books relate what ends to the act that ends it.
                    events.append(event)
                else:
                    self._name(annex, item, asked)
                if annex.verdict is Verdict.AMEND:
                    self._ask_for_amendment(item)
        self.session.flush()
        return events

    def shown(self) -> Iterator[dict[str, object]]:
        """Every place that shows a document that ended, as the record has it, before and after."""
        today, on = clock.today(), self.said.wording.effective_on
        for annex in self.said.annexes:
            for item in annex.items if annex.verdict in ENDS else ():
                dossier = read_dossier(self.session, item.address)
                before = {s.name: s.words for s in surfaces(self._earlier(dossier), today)}
                for surface in surfaces(dossier, max(on, today)):
                    yield {
                        "document_id": item.document_id,
                        "surface": surface.name,
                        "name": surface.label,
                        "address": surface.address,
                        "before": before.get(surface.name, ""),
                        "after": surface.words,
                        "from": on.isoformat(),
                        # What the record makes it say; nobody has looked yet.
                        "seen_at": "",
                    }

    def _earlier(self, dossier: Dossier) -> Dossier:
        # Before the decision the life was the same without what the decision did.
        own = self.decision.address
        return replace(
            dossier, events=tuple(e for e in dossier.events if e.act is None or e.act.address != own)
        )

    def _end(self, verdict: Verdict, item: Item, asked: books.Order) -> EventRow | None:
        if verdict is Verdict.REPEAL:
            return books.repeal(self.session, item.document_id, asked, by=self.by.name)
        if verdict is Verdict.LAPSE:
            return books.lapse(self.session, item.document_id, asked, by=self.by.name)
        return None

    def _name(self, annex: Annex, item: Item, asked: books.Order) -> None:
        """Relate what stays, or waits for its amendment, to the decision that names it."""
        decision = self.decision
        self.session.add(
            RelationRow(
                kind=RelationKind.CITES.value,
                source_id=decision.id,
                source_title=decision.title,
                source_key=decision.title_key,
                source_number=decision.document_number or decision.order_number,
                target_id=item.document_id,
                target_title=item.title,
                target_key=self.session.get_one(Document, item.document_id).title_key,
                target_number=item.number,
                source_eid=f"annex-{annex.place}",
                evidence=asked.evidence,
                recorded_at=clock.now(),
                recorded_by=self.by.name,
            )
        )

    def _ask_for_amendment(self, item: Item) -> None:
        duty = Duty(
            key=f"cleanup-amend:{self.campaign.id}:{item.document_id}",
            code=TaskCode.CLEANUP,
            title=f"修改《{item.title}》（清理结果：拟修改）",
            path=f"/documents/{item.address}",
            document_id=item.document_id,
            unit_id=item.unit_id,
            due_on=self.said.wording.amend_by,
            details={"reason": item.reason, "decision": self.said.wording.number},
        )
        open_task(self.session, duty, by=self.by.name)
