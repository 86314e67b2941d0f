"""Editing drafts (拟稿): begun, saved, abandoned. Verbs, which never commit; nobody overwrites anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from base import clock
from base.errors import NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from registry.drafting.faults import Stale
from registry.drafting.fields import kept, recalled
from registry.drafting.tables import Draft, DraftFile, DraftVersion, Stage
from registry.law.entry import Entry
from registry.watch import tasks

ROOT = "desk"
ORIGINAL, ATTACHED = "原件", "附件"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is typed: the entry and its text."""

    entry: Entry
    text: str


def get(session: Session, key: int) -> Draft:
    """The draft with this id, held against others while the transaction lasts; raises NotFound."""
    draft = session.get(Draft, key, with_for_update=True, populate_existing=True)
    if draft is None:
        raise NotFound(f"没有编号为 {key} 的登记稿")
    return draft


def begin(session: Session, token: str, typed: Manuscript, *, by: Actor) -> Draft:
    """Begin (起草) a draft; the same form sent twice (the same `token`) makes one."""
    # Two clicks at once: the second waits until it can see what the first one began.
    audit.turn(session)
    known = begun(session, token)
    if known is not None:
        return known
    now = clock.now()
    draft = Draft(
        path=f"{ROOT}/{token}",
        stage=Stage.DRAFT.value,
        version=1,
        unit_id=typed.entry.unit_id,
        fields=kept(typed.entry),
        text=typed.text,
        author_id=by.account_id,
        author=by.name,
        recorded_at=now,
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    _keep_version(session, draft, by)
    audit.record(session, by, "draft.begin", subject(draft), after={"title": typed.entry.title})
    return draft


def begun(session: Session, token: str) -> Draft | None:
    """The draft that this form began, if it was sent before."""
    return session.execute(select(Draft).where(Draft.path == f"{ROOT}/{token}")).scalar_one_or_none()


def save(session: Session, key: int, version: int, typed: Manuscript, *, by: Actor) -> Draft:
    """Save (保存) a draft that was read as `version`.

    The same content again changes nothing. Raises Stale when somebody saved it in the meantime, WrongStage
    when it is no longer being drafted.
    """
    draft = at(get(session, key), Stage.DRAFT, deed="修改")
    if (recalled(draft.fields), draft.text) == (typed.entry, typed.text):
        return draft
    if draft.version != version:
        raise Stale(f"这份登记稿已由他人保存为第 {draft.version} 稿，您打开的是第 {version} 稿")
    before = {"version": draft.version, "title": recalled(draft.fields).title}
    draft.fields, draft.text, draft.unit_id = kept(typed.entry), typed.text, typed.entry.unit_id
    draft.version += 1
    draft.changed_at = clock.now()
    _keep_version(session, draft, by)
    after = {"version": draft.version, "title": typed.entry.title}
    audit.record(session, by, "draft.save", subject(draft), before=before, after=after)
    return draft


def abandon(session: Session, key: int, reason: str, *, by: Actor) -> Draft:
    """Abandon (放弃) a draft; it stays to be seen on the desk."""
    draft = at(get(session, key), Stage.DRAFT, deed="放弃")
    draft.stage, draft.opinion = Stage.ABANDONED.value, reason
    tasks.close_task(session, returned(draft), by=by.name, outcome="abandoned")
    audit.record(session, by, "draft.abandon", subject(draft), after={"reason": reason})
    return draft


def at(draft: Draft, *stages: Stage, deed: str) -> Draft:
    """The draft, when it is at one of these stages; raises WrongStage that says where it is."""
    if Stage(draft.stage) not in stages:
        raise WrongStage(f"这份登记稿现在是“{Stage(draft.stage).label}”，不能{deed}")
    return draft


def subject(draft: Draft) -> str:
    """How the audit trail names a draft."""
    return f"draft:{draft.id}"


def returned(draft: Draft) -> str:
    """The key of the task to mend a draft that was sent back."""
    return f"draft_returned:{draft.id}:{int(draft.reviewed_at.timestamp()) if draft.reviewed_at else 0}"


def writers(session: Session, draft: Draft) -> frozenset[str]:
    """Everybody who wrote a version of the draft, or submitted it."""
    saved = session.scalars(select(DraftVersion.recorded_by).where(DraftVersion.draft_id == draft.id))
    return frozenset({*saved, draft.author, draft.submitted_by} - {""})


def versions(session: Session, key: int) -> tuple[DraftVersion, ...]:
    """Every version of a draft, the newest first; their texts are read when they are asked for."""
    query = select(DraftVersion).options(defer(DraftVersion.text)).where(DraftVersion.draft_id == key)
    return tuple(session.scalars(query.order_by(DraftVersion.version.desc())))


def _keep_version(session: Session, draft: Draft, by: Actor) -> None:
    session.add(
        DraftVersion(
            draft_id=draft.id,
            version=draft.version,
            fields=draft.fields,
            text=draft.text,
            recorded_at=draft.changed_at,
            recorded_by=by.name,
        )
    )
    session.flush()


def files_of(session: Session, key: int, *roles: str) -> Sequence[DraftFile]:
    """The standing files of a draft, in the order in which they came."""
    query = select(DraftFile).where(DraftFile.draft_id == key, DraftFile.withdrawn_at.is_(None))
    if roles:
        query = query.where(DraftFile.role.in_(roles))
    return session.scalars(query.order_by(DraftFile.id)).all()
