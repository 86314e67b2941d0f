"""Three units with one of everything each, and what the arguments of routes name."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from base import files
from base.db import Database, Table
from base.guarding import hashed
from base.staff import audit
from base.staff.roles import Actor, Role, at_the_console
from base.staff.tables import Account, Unit, UnitKind
from interpretations.enquiries.tables import Enquiry, ReplyTemplate
from interpretations.following.letterhead import hash_of
from interpretations.following.tables import Followed, Follower, Mail, MailState
from interpretations.passing.tables import AskedBack, Dispatch, Recipient
from interpretations.publishing.editing import begin as begin_interpretation
from interpretations.publishing.works import Work
from interpretations.rules.content import Content
from interpretations.rules.terms import FileRole
from interpretations.tables import AnchorRow, Explainer, InterpretationFile
from registry.cleanup.tables import Campaign, CampaignStage, ListRow, RollRow, RowStage
from registry.consultations.rules.terms import Matter as ConsultedMatter
from registry.consultations.rules.terms import NoticeProgress, TextRole
from registry.consultations.tables import (
    Comment,
    CommentOutcome,
    Consultation,
    ConsultationFile,
    ConsultationText,
    Meeting,
)
from registry.consultations.texts import fingerprint, kept, read_draft
from registry.decisions.rules.terms import EditionProgress, StepKind
from registry.decisions.tables import (
    CatalogueEdition,
    DecisionCatalogue,
    DecisionItem,
    DecisionPaper,
    DecisionStep,
)
from registry.drafting.editing import Manuscript, begin
from registry.drafting.fields import recalled
from registry.drafting.tables import DraftFile
from registry.drafting.words import ListName
from registry.law.statements import EffectRule
from registry.law.terms import EventKind
from registry.law.titles import title_key
from registry.marking.tables import Receipt
from registry.proposals.tables import Matter, ProposalRow, Ruling, Sureness
from registry.tables import Attachment, Document, DocumentIssuer, EventRow, Issuer, ProvisionRow, Text
from registry.watch.tables import Task, TaskCode, TaskState
from search.lexicon.tables import SearchWord
from search.lexicon.terms import WordKind, WordSource, WordState

NOW = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
DEPARTMENT, BUREAU = "澄江省生态环境厅", "云州市生态环境局"
PAPER = "第一条 为了测试，制定本办法。\n".encode()
# The units of the three worlds; each has one of everything.
UNITS = (
    (DEPARTMENT, "法规与标准处", UnitKind.OFFICE),
    (DEPARTMENT, "水生态环境处", UnitKind.OFFICE),
    (BUREAU, BUREAU, UnitKind.BUREAU),
)
# What an argument of a route names, by the blueprint; "" for the arguments of every blueprint.
SEEDS = {
    ("accounts", "key"): "account",
    ("roles", "key"): "account",
    ("units", "key"): "unit",
    ("audit", "key"): "deed",
    ("drafts", "key"): "draft",
    ("drafts", "number"): "draft_file",
    ("drafts", "name"): "word_list",
    ("marks", "key"): "document",
    ("marks", "deed"): "mark",
    ("marks", "number"): "receipt",
    ("originals", "number"): "attachment",
    ("proposals", "key"): "document",
    ("proposals", "proposal_id"): "proposal",
    ("proposals", "draft_id"): "draft",
    ("consolidations", "key"): "document",
    ("consolidations", "target"): "document",
    ("consolidations", "draft"): "draft",
    ("cleanup", "key"): "campaign",
    ("cleanup", "row"): "roll_row",
    ("cleanup", "document"): "document",
    ("cleanup", "digest"): "digest",
    ("cleanup", "form"): "form",
    ("enquiries", "key"): "enquiry",
    ("enquiries", "number"): "reply_template",
    ("following", "token"): "follow_token",
    ("holidays", "year"): "year",
    ("mail", "key"): "letter",
    ("tasks", "number"): "task",
    ("words", "key"): "search_word",
    ("dispatches", "key"): "dispatch",
    ("dispatches", "number"): "asked_back",
    ("received", "key"): "recipient",
    ("tasks", "key"): "document",
    ("plans", "key"): "draft",
    ("duties", "key"): "document",
    ("duties", "number"): "explainer",
    ("anchors", "key"): "interpretation",
    ("media", "key"): "interpretation",
    ("interpretations", "key"): "interpretation",
    ("interpretations", "version"): "interpretation_version",
    ("interpretations", "file"): "interpretation_file",
    ("anchors", "number"): "anchor",
    ("notices", "key"): "consultation",
    ("notices", "number"): "consultation_file",
    ("desk_outcomes", "key"): "consultation",
    ("desk_outcomes", "number"): "comment_outcome",
    ("desk_tracing", "key"): "consultation",
    ("comments", "key"): "consultation",
    ("desk_comments", "key"): "consultation",
    ("desk_comments", "number"): "comment",
    ("desk_meetings", "key"): "consultation",
    ("desk_meetings", "number"): "meeting",
    ("desk_meetings", "file"): "meeting_file",
    ("desk_tracing", "eid"): "eid",
    ("decisions_desk", "year"): "decision_year",
    ("decisions_desk", "key"): "decision_item",
    ("decisions_desk", "word"): "decision_step",
    ("decisions_desk", "number"): "decision_paper",
}


@dataclass
class World:
    """A unit and one of everything that belongs to it."""

    unit: Unit
    seeds: dict[str, Any]

    def actor(self, role: Role | None) -> Actor:
        """Somebody of this unit."""
        home = (self.unit.id, self.unit.name, self.unit.organ)
        return Actor(1, "asker", "问者", role, *home, lower=self.unit.kind == UnitKind.BUREAU)

    def address(self, app: Flask, rule: Rule) -> str:
        """The address of a route for the things here; fails where nobody has said what an argument names."""
        blueprint = rule.endpoint.partition(".")[0]
        values = {}
        for name in rule.arguments:
            seed = SEEDS.get((blueprint, name))
            assert seed, f"{rule.rule}: say in SEEDS what “{name}” of the blueprint “{blueprint}” names"
            values[name] = self.seeds[seed]
        return app.url_map.bind("localhost").build(rule.endpoint, values)


@dataclass
class Seeder:
    """Lays down one of everything for a unit."""

    session: Session
    unit: Unit
    by: Actor

    def add(self, row: Table) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def stamp(self) -> dict[str, Any]:
        return {"recorded_at": NOW, "recorded_by": "tests"}

    def document(self) -> Document:
        organ = self.session.scalars(select(Issuer).where(Issuer.name == self.unit.organ)).first()
        organ = organ or self.add(Issuer(name=self.unit.organ))
        title = f"{self.unit.name}测试管理办法"
        row: Document = self.add(
            Document(
                address=f"normative-document/2026/{self.unit.id}",
                title=title,
                title_key=title_key(title),
                kind="normative_document",
                year=2026,
                drafting_unit_id=self.unit.id,
                published_at=NOW,
                **self.stamp(),
            )
        )
        self.add(DocumentIssuer(document_id=row.id, position=0, issuer_id=organ.id))
        text = self.add(
            Text(document_id=row.id, position=0, title=title, fingerprint="0" * 64, **self.stamp())
        )
        self.add(
            ProvisionRow(
                text_id=text.id,
                position=0,
                depth=0,
                level="article",
                eid="art-1",
                number="第一条",
                body="测试。",
            )
        )
        self.add(EventRow(document_id=row.id, kind=EventKind.COMMENCEMENT, on=NOW.date(), **self.stamp()))
        return row

    def file_fields(self) -> dict[str, Any]:
        digest = sha256(PAPER).hexdigest()
        return {"filename": "办法.md", "media_type": "text/markdown", "size": len(PAPER), "sha256": digest}

    def cleanup(self, document: Document) -> dict[str, Any]:
        campaign = self.add(
            Campaign(
                title="测试清理",
                stage=CampaignStage.OPEN.value,
                scope={"organ": self.unit.organ},
                **self.stamp(),
            )
        )
        row = self.add(
            RollRow(
                campaign_id=campaign.id,
                document_id=document.id,
                unit_id=self.unit.id,
                stage=RowStage.ASSIGNED.value,
            )
        )
        digest = sha256(self.unit.name.encode()).hexdigest()
        self.add(
            ListRow(
                campaign_id=campaign.id,
                list_sha256=digest,
                list_name="清单.csv",
                position=1,
                title=document.title,
                raw={},
                stage="doubtful",
            )
        )
        return {"campaign": campaign.id, "roll_row": row.id, "digest": digest[:16], "form": "xlsx"}

    def explaining(self, document: Document) -> dict[str, Any]:
        """A public interpretation of the document, an anchor of it, and another who may explain."""
        content = Content(title=f"{document.title}解读")
        row = begin_interpretation(
            self.session,
            f"interpretation-{self.unit.id}",
            content,
            [Work(document_id=document.id)],
            self.unit.id,
            by=self.by,
        )
        row.progress, row.published_version, row.published_at = "published", row.version, NOW
        text = self.session.scalars(select(Text.id).where(Text.document_id == document.id)).first()
        anchor = AnchorRow(
            interpretation_id=row.id,
            block="b1",
            document_id=document.id,
            text_id=text,
            eid="art-1",
            fingerprint="0" * 64,
            number="第一条",
            quoted="从前的话。",
            **self.stamp(),
        )
        explainer = Explainer(
            document_id=document.id, unit_id=self.unit.id, capacity="joint", act="联合发文", **self.stamp()
        )
        file = InterpretationFile(
            interpretation_id=row.id, role=FileRole.PICTURE.value, **self.file_fields(), **self.stamp()
        )
        rows = {"anchor": anchor, "explainer": explainer, "interpretation_file": file}
        return {
            "interpretation": row.id,
            "interpretation_version": row.version,
            **{name: self.add(each).id for name, each in rows.items()},
        }

    def enquiry(self, document: Document) -> dict[str, Any]:
        # No code has a nought or a one: the first unit's ends with two.
        code = f"2222-2222-2222-222{self.unit.id + 1}"
        row = self.add(
            Enquiry(
                token=f"seed-{self.unit.id}",
                code_hash=hashed(code),
                state="assigned",
                received_at=NOW,
                document_id=document.id,
                question="许可证到期怎么办？",
                unit_id=self.unit.id,
            )
        )
        template = self.add(ReplyTemplate(unit_id=self.unit.id, title="延续", words="您好！", **self.stamp()))
        return {"enquiry": row.id, "enquiry_code": code, "reply_template": template.id, "year": 2027}

    def consulting(self, document: Document) -> dict[str, Any]:
        """A public consultation on the document, with its draft and a file."""
        row = self.add(
            Consultation(
                token=f"seed-{self.unit.id}",
                progress=NoticeProgress.PUBLISHED.value,
                unit_id=self.unit.id,
                title=f"{document.title}（征求意见稿）",
                matter=ConsultedMatter.RULE.value,
                from_on=NOW.date(),
                through_on=NOW.date() + timedelta(days=31),
                revises_id=document.id,
                author="tests",
                published_at=NOW,
                changed_at=NOW,
                **self.stamp(),
            )
        )
        provisions = read_draft(PAPER.decode())
        text = ConsultationText(
            consultation_id=row.id,
            role=TextRole.DRAFT.value,
            edition=1,
            source=PAPER.decode(),
            provisions=kept(provisions),
            fingerprint=fingerprint(provisions),
            **self.stamp(),
        )
        file = ConsultationFile(consultation_id=row.id, **self.file_fields(), **self.stamp())
        answered = CommentOutcome(consultation_id=row.id, position=1, summary="测试意见", **self.stamp())
        said = Comment(
            consultation_id=row.id,
            token=f"comment-{row.id}",
            state="received",
            channel="online",
            voice="public",
            words="测试意见",
            received_at=NOW,
            recorded_by="",
        )
        meeting = self.add(
            Meeting(
                consultation_id=row.id,
                kind="seminar",
                title="测试会议",
                held_at=NOW,
                place="测试地点",
                **self.stamp(),
            )
        )
        kept_apart = ConsultationFile(
            consultation_id=row.id, meeting_id=meeting.id, **self.file_fields(), **self.stamp()
        )
        return {
            "consultation": row.id,
            "comment_outcome": self.add(answered).id,
            "eid": "art-1",
            "consultation_text": self.add(text).id,
            "consultation_file": self.add(file).id,
            "comment": self.add(said).id,
            "meeting": meeting.id,
            "meeting_file": self.add(kept_apart).id,
        }

    def deciding(self) -> dict[str, Any]:
        """A catalogue in draft with an item, its step and a paper; every unit has a year of its own."""
        year = 2030 + self.unit.id
        catalogue = self.add(DecisionCatalogue(year=year, **self.stamp()))
        progress = EditionProgress.DRAFT.value
        self.add(CatalogueEdition(catalogue_id=catalogue.id, edition=1, progress=progress, **self.stamp()))
        item = self.add(
            DecisionItem(
                catalogue_id=catalogue.id, position=1, name="测试", unit_id=self.unit.id, **self.stamp()
            )
        )
        kind = StepKind.RISK.value
        step = self.add(DecisionStep(item_id=item.id, kind=kind, changed_at=NOW, changed_by="tests"))
        paper = DecisionPaper(
            step_id=step.id, role="other", title="测试", **self.file_fields(), **self.stamp()
        )
        return {
            "decision_year": year,
            "decision_item": item.id,
            "decision_step": kind,
            "decision_paper": self.add(paper).id,
        }

    def followed(self) -> dict[str, Any]:
        """A reader who follows the unit, and the token of the links in their letters."""
        token = f"{self.unit.id:0>43}"
        follower = Follower(
            email=f"reader{self.unit.id}@example.cn",
            followed=Followed.UNIT.value,
            key=self.unit.id,
            token_hash=hash_of(token),
            asked_at=NOW,
            confirmed_at=NOW,
        )
        return {"follower": self.add(follower).id, "follow_token": token}

    def passed_down(self, document: Document) -> dict[str, Any]:
        """Sent by the unit to itself: what it sends and what it receives are both its own."""
        dispatch = self.add(
            Dispatch(
                token=f"seed-{self.unit.id}",
                document_id=document.id,
                unit_id=self.unit.id,
                title="测试学习",
                due_on=NOW.date(),
                **self.stamp(),
            )
        )
        recipient = self.add(Recipient(dispatch_id=dispatch.id, unit_id=self.unit.id))
        asked = self.add(
            AskedBack(recipient_id=recipient.id, question="测试问题", asked_at=NOW, asked_by="tests")
        )
        return {"dispatch": dispatch.id, "recipient": recipient.id, "asked_back": asked.id}

    def everything(self) -> dict[str, Any]:
        document = self.document()
        entry = replace(recalled({}), unit_id=self.unit.id, title=document.title)
        draft = begin(
            self.session, f"seed-{self.unit.id}", Manuscript(entry, "# 办法\n\n第一条 测试。"), by=self.by
        )
        draft_file = DraftFile(draft_id=draft.id, role="attachment", **self.file_fields(), **self.stamp())
        attachment = Attachment(
            document_id=document.id, role="original", recorded_at=NOW, **self.file_fields()
        )
        receipt = Receipt(
            token=f"seed-{self.unit.id}", document_id=document.id, deed="repeal", order={}, **self.stamp()
        )
        proposal = ProposalRow(
            document_id=document.id,
            matter=Matter.EFFECTIVE.value,
            stated={
                "on": "2026-12-01",
                "rule": next(iter(EffectRule)).value,
                "evidence": "自2026年12月1日起施行",
            },
            sureness=Sureness.SURE.value,
            ruling=Ruling.OPEN.value,
            recorded_at=NOW,
        )
        task = Task(
            key=f"seed:{self.unit.id}",
            code=TaskCode.OTHER.value,
            title="测试",
            unit_id=self.unit.id,
            state=TaskState.OPEN.value,
            **self.stamp(),
        )
        rows = {
            "draft_file": draft_file,
            "attachment": attachment,
            "receipt": receipt,
            "proposal": proposal,
            "task": task,
        }
        letter = Mail(
            key=f"seed-{self.unit.id}",
            recipient="reader@example.cn",
            subject="测试",
            words="",
            state=MailState.WAITING.value,
            recorded_at=NOW,
        )
        rows["letter"] = letter
        word = f"测试俗称{self.unit.id}"
        rows["search_word"] = SearchWord(
            key=word,
            word=word,
            formal=["测试"],
            kind=WordKind.LAY.value,
            state=WordState.CONFIRMED.value,
            source=WordSource.DESK.value,
            changed_at=NOW,
            changed_by="tests",
        )
        return {
            "unit": self.unit.id,
            "account": 2,
            "deed": 1,
            "mark": "repeal",
            "word_list": next(iter(ListName)).value,
            "document": document.id,
            "draft": draft.id,
            **{name: self.add(row).id for name, row in rows.items()},
            **self.cleanup(document),
            **self.passed_down(document),
            **self.enquiry(document),
            **self.followed(),
            **self.explaining(document),
            **self.consulting(document),
            **self.deciding(),
        }


@pytest.fixture
def worlds(app: Flask) -> list[World]:
    """Three units with one of everything each, and two accounts; printing is off."""
    database: Database = app.extensions["database"]
    app.extensions["config"] = replace(app.extensions["config"], pdf=False)
    app.testing = app.config["WTF_CSRF_ENABLED"] = False
    files.keep(app.extensions["config"].files, PAPER)
    console = at_the_console()
    made = []
    with database.transaction() as session:
        for name in ("asker", "somebody"):
            session.add(
                Account(
                    name=name,
                    full_name=name,
                    password_hash="",
                    password_set_at=NOW,
                    recorded_at=NOW,
                    recorded_by="",
                )
            )
        session.flush()
        audit.record(session, console, "tests.begin", "tests")
        for organ, name, kind in UNITS:
            unit = Unit(organ=organ, name=name, kind=kind.value)
            session.add(unit)
            session.flush()
            made.append(World(unit, Seeder(session, unit, replace(console, account_id=1)).everything()))
        session.expunge_all()
    return made
