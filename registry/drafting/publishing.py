"""Publication (发布): a draft becomes a document, now or at its minute. Verbs, which never commit.

Before this a document does not exist: there is nothing that any public surface could leak. The moment of
publication is the server's, never typed (国办秘函〔2019〕19号: a forged date of publication is a veto item).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock, files, outbox
from base.config import Config
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from registry import books
from registry.drafting.checking import refuse_unchecked
from registry.drafting.editing import ATTACHED, ORIGINAL, at, files_of, get, subject
from registry.drafting.faults import NotReady
from registry.drafting.flow import close_publication
from registry.drafting.judging import Desk, Judgement, judge, manuscript
from registry.drafting.reading import manuscript_of
from registry.drafting.tables import Draft, Stage
from registry.intake.parsed import Parsed
from registry.law.days import printed
from registry.law.entering import standing
from registry.law.rules import Weight
from registry.law.terms import Disclosure
from registry.proposals import consolidating
from registry.proposals import verbs as proposals
from registry.proposals.tables import Matter, ProposalRow, Ruling
from registry.tables import Attachment, Document
from registry.works.shelving import TOPIC

MARKDOWN = "text/markdown"
# The topics under which drafts wait for their minute, and under which publications are told of.
SCHEDULES = "draft"
PUBLISHED = "draft_published"
DECISIVE = (*proposals.DEEDS, Matter.EFFECTIVE, Matter.EXPIRY)


@dataclass(frozen=True, slots=True)
class House:
    """Where publication takes place: the store of files, and what the department is."""

    store: Path
    desk: Desk


def house_of(config: Config) -> House:
    """The house as the settings say."""
    return House(config.files, Desk(config.organ_code))


def publish(session: Session, key: int, house: House, *, by: Actor) -> Draft:
    """Publish (发布) a reviewed draft now; raises NotReady with what stands in the way."""
    draft = at(get(session, key), Stage.REVIEWED, deed="发布")
    refuse_unchecked(session, draft, ready(session, draft, house, clock.today()))
    return _make_public(session, draft, house, clock.now(), by)


def publish_scheduled(session: Session, key: int, house: House, *, by: Actor) -> Draft | None:
    """Publish a draft whose minute has come; None where another process was first."""
    draft = get(session, key)
    if Stage(draft.stage) is not Stage.SCHEDULED or not draft.publish_at or draft.publish_at > clock.now():
        return None
    return _make_public(session, draft, house, draft.publish_at, by)


def schedule(session: Session, key: int, moment: datetime, house: House, *, by: Actor) -> Draft:
    """Schedule (定时发布) a reviewed draft; raises BadInput for a moment that has passed."""
    draft = at(get(session, key), Stage.REVIEWED, deed="定时发布")
    if moment <= clock.now():
        raise BadInput("定时发布的时间应晚于现在；要立即公开，请用“立即发布”")
    refuse_unchecked(session, draft, ready(session, draft, house, clock.local(moment).date()))
    draft.stage, draft.publish_at = Stage.SCHEDULED.value, moment
    draft.scheduled_by, draft.failure = by.name, ""
    session.flush()
    expect_next(session)
    audit.record(session, by, "draft.schedule", subject(draft), after={"publish_at": moment.isoformat()})
    return draft


def unschedule(session: Session, key: int, *, by: Actor) -> Draft:
    """Take back (取消定时) a schedule before its minute."""
    draft = at(get(session, key), Stage.SCHEDULED, deed="取消定时发布")
    before = {"publish_at": draft.publish_at.isoformat() if draft.publish_at else None}
    draft.stage, draft.publish_at = Stage.REVIEWED.value, None
    session.flush()
    expect_next(session)
    audit.record(session, by, "draft.unschedule", subject(draft), before=before)
    return draft


def expect_next(session: Session) -> None:
    """Tell whoever answers requests at which moment the next draft becomes public."""
    # Before the row that all share is written, so that no deed waits for another that waits for it.
    audit.turn(session)
    query = select(Draft.publish_at).where(Draft.stage == Stage.SCHEDULED.value)
    outbox.expect(session, SCHEDULES, session.scalars(query.order_by(Draft.publish_at).limit(1)).first())


def ready(session: Session, draft: Draft, house: House, day: date) -> Judgement:
    """The draft as it would be published on that day; raises NotReady with what stands in the way."""
    judgement = judge(session, manuscript(draft), house.desk, draft, on=day)
    entry = judgement.entry
    wrong = list(standing(judgement.breaches, Weight.ALWAYS, Weight.SUBMISSION).values())
    if entry.disclosure is not Disclosure.OPEN:
        wrong.append("公开属性不是主动公开，不能在公开网站发布")
    if entry.published_on and entry.published_on > day:
        wrong.append(f"所填发布日期{printed(entry.published_on)}晚于本站发布之日{printed(day)}")
    if waiting := unruled(session, draft.id):
        wrong.append(f"正文中有 {waiting} 处施行、废止、修改等事项尚未审定")
    if wrong:
        raise NotReady("；".join(wrong))
    return judgement


def rehearse(session: Session, key: int, house: House, *, by: Actor) -> int:
    """Do what a publication today would do, in a transaction that the caller undoes; gives the document.

    What is still waiting for a ruling is taken as it was read.
    """
    draft = get(session, key)
    judgement = judge(session, manuscript(draft), house.desk, draft, on=clock.today())
    ruled = Stage(draft.stage) in {Stage.REVIEWED, Stage.SCHEDULED}
    parsed = (
        proposals.confirmed_statements(session, draft.id, judgement.parsed) if ruled else judgement.parsed
    )
    return _become(session, draft, replace(judgement, parsed=parsed), Act(house, clock.now(), by))


@dataclass(frozen=True, slots=True)
class Act:
    """One publication: where, at which moment, and who answers for it."""

    house: House
    moment: datetime
    by: Actor


def unruled(session: Session, key: int) -> int:
    """How many things a draft's text states that must be ruled on before anybody may read it as law.

    Those that change other documents, and from when to when it holds itself; what it only rests on or cites
    may wait.
    """
    query = select(func.count()).where(
        ProposalRow.draft_id == key,
        ProposalRow.ruling == Ruling.OPEN.value,
        ProposalRow.matter.in_([matter.value for matter in DECISIVE]),
    )
    return session.scalars(query).one()


def _make_public(session: Session, draft: Draft, house: House, moment: datetime, by: Actor) -> Draft:
    judgement = ready(session, draft, house, clock.local(moment).date())
    parsed = proposals.confirmed_statements(session, draft.id, judgement.parsed)
    document_id = _become(session, draft, replace(judgement, parsed=parsed), Act(house, moment, by))
    draft.stage, draft.document_id, draft.failure = Stage.PUBLISHED.value, document_id, ""
    session.flush()
    close_publication(session, draft, by, "published")
    expect_next(session)
    # The interpretations of the draft become those of the document: an upper floor, which hears of it.
    outbox.post(session, PUBLISHED, [draft.id])
    told = {"document_id": document_id, "published_at": moment.isoformat(), "title": parsed.title}
    audit.record(session, by, "draft.publish", subject(draft), after=told)
    return draft


def _become(session: Session, draft: Draft, judgement: Judgement, act: Act) -> int:
    parsed, media_type = _with_original(session, draft, judgement.parsed, act.house.store)
    day = clock.local(act.moment).date()
    number = parsed.index_number or next_index_number(session, act.house.desk, day)
    parsed = replace(parsed, index_number=number)
    document_id = _enter(session, draft, parsed, act.by)
    _describe(session, draft, document_id, judgement, act.moment)
    _attach(session, draft, document_id, parsed, media_type)
    session.flush()
    proposals.follow_publication(session, draft.id, document_id, parsed.path)
    consolidating.open_tasks(session, document_id, act.by.name)
    outbox.post(session, TOPIC, [document_id])
    return document_id


def _enter(session: Session, draft: Draft, parsed: Parsed, by: Actor) -> int:
    version_of = judged_version(draft)
    if version_of:
        return books.join_version(session, version_of, parsed, by=by.name).document_id
    return books.enter(session, parsed, by=by.name).document_id


def judged_version(draft: Draft) -> int | None:
    """The document that the draft is another version of; None for a document of its own."""
    return manuscript(draft).entry.version_of


def _with_original(session: Session, draft: Draft, parsed: Parsed, store: Path) -> tuple[Parsed, str]:
    # The file as it was uploaded is the original; a text typed here is kept as it was typed.
    source = files_of(session, draft.id, ORIGINAL)
    if source:
        first = source[0]
        path = f"{draft.path}/{first.filename}"
        return replace(parsed, path=path, sha256=first.sha256, size=first.size), first.media_type
    typed = manuscript(draft)
    raw = manuscript_of(typed.entry, typed.text).encode()
    return replace(parsed, sha256=files.keep(store, raw), size=len(raw)), MARKDOWN


def _describe(
    session: Session, draft: Draft, document_id: int, judgement: Judgement, moment: datetime
) -> None:
    document = session.get_one(Document, document_id, populate_existing=True)
    entry = judgement.entry
    document.summary = entry.summary or document.summary
    document.drafting_unit_id = draft.unit_id
    document.disclosure = (entry.disclosure or Disclosure.OPEN).value
    if entry.version_of is None:
        document.published_at = moment


def _attach(session: Session, draft: Draft, document_id: int, parsed: Parsed, media_type: str) -> None:
    made = select(Attachment).where(
        Attachment.document_id == document_id, Attachment.sha256 == parsed.sha256, Attachment.role == ORIGINAL
    )
    for original in session.scalars(made):
        original.media_type = media_type
    text_id = session.execute(
        select(func.max(Attachment.text_id)).where(Attachment.document_id == document_id)
    ).scalar_one()
    for file in files_of(session, draft.id, ATTACHED):
        session.add(
            Attachment(
                document_id=document_id,
                text_id=text_id,
                role=ATTACHED,
                filename=file.filename,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256,
                recorded_at=clock.now(),
            )
        )


def next_index_number(session: Session, desk: Desk, day: date) -> str:
    """The next of the department's own index numbers of the year, "" without its code.

    Form: code/year-five digits (政府信息公开目录系统实施指引（试行）); given once, never again.
    """
    if not desk.organ_code:
        return ""
    # Two publications at once: the second counts when it can see the number of the first.
    audit.turn(session)
    prefix = f"{desk.organ_code}/{day.year}-"
    numbers = session.scalars(select(Document.index_number).where(Document.index_number.startswith(prefix)))
    taken = [int(tail) for number in numbers if number and (tail := number.removeprefix(prefix)).isdigit()]
    return f"{prefix}{max(taken, default=0) + 1:05d}"
