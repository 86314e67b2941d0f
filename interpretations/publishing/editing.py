"""Editing interpretations (拟写解读): begun, saved, abandoned. Verbs, which never commit."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, markup
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from interpretations.publishing.faults import Stale
from interpretations.publishing.works import Work, set_works, works
from interpretations.rules.content import WRITTEN, Content, Rendered, kept, recalled
from interpretations.rules.terms import Progress
from interpretations.tables import Interpretation, InterpretationVersion
from registry.watch import tasks

# What may be worked on: a published one is revised while the public goes on reading what it had.
OPEN = (Progress.DRAFT, Progress.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A content with its HTML (已转换的内容), made before anybody's turn to write begins.

    The marker may take many seconds for a long text, and others wait for whoever writes.
    """

    content: Content
    rendered: Rendered


def get(session: Session, key: int) -> Interpretation:
    """The interpretation with this id, held against others while the transaction lasts; raises NotFound."""
    row = session.get(Interpretation, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的解读稿")
    return row


def content_of(row: Interpretation) -> Content:
    """What the working copy says."""
    return recalled(row.content)


def begun(session: Session, token: str) -> Interpretation | None:
    """The interpretation that this form began, if it was sent before."""
    return session.scalars(select(Interpretation).where(Interpretation.token == token)).first()


def begin(
    session: Session,
    token: str,
    typed: Content | Prepared,
    explained: Sequence[Work],
    unit_id: int,
    *,
    by: Actor,
) -> Interpretation:
    """Begin (拟写) an interpretation of `explained`, in the name of a unit; the same `token` begins one.

    A content that was not prepared is rendered here; raises what `base.markup` raises for one that cannot be.
    """
    made = typed if isinstance(typed, Prepared) else Prepared(typed, rendered(typed))
    audit.turn(session)
    known = begun(session, token)
    if known is not None:
        return known
    content, now = made.content, clock.now()
    row = Interpretation(
        token=token,
        progress=Progress.DRAFT.value,
        form=content.form.value,
        origin=content.origin.value,
        title=content.title,
        unit_id=unit_id,
        version=1,
        content=kept(content),
        author_id=by.account_id,
        author=by.name,
        recorded_at=now,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    set_works(session, row.id, explained)
    _keep_version(session, row, made.rendered, by)
    audit.record(session, by, "interpretation.begin", subject(row), after={"title": content.title})
    return row


def save(
    session: Session,
    key: int,
    version: int,
    typed: Content | Prepared,
    explained: Sequence[Work] | None = None,
    *,
    by: Actor,
) -> Interpretation:
    """Save (保存) a working copy that was read as `version`; the same content again changes nothing.

    Of a published interpretation this begins a revision (修订), which goes the whole way again. Raises Stale
    when somebody saved it in the meantime, WrongStage when it is with somebody else. Of a content that was
    not prepared the words that are new are rendered here.
    """
    content = typed.content if isinstance(typed, Prepared) else typed
    row = at(get(session, key), *OPEN, deed="修改")
    same_works = explained is None or tuple(explained) == works(session, key)
    if content_of(row) == content and same_works:
        return row
    if not same_works and row.published_version is not None:
        # The public is told at once what an interpretation explains: it cannot wait for a review.
        raise BadInput("已公开的解读不能更换所解读的文件；请撤回这一份，为另一份文件另写解读")
    if row.version != version:
        raise Stale(f"这份解读稿已由他人保存为第 {row.version} 稿，您打开的是第 {version} 稿")
    made = typed if isinstance(typed, Prepared) else prepared(session, row, content)
    before = {"version": row.version, "title": row.title}
    _take(row, content)
    row.version += 1
    row.changed_at, row.progress = clock.now(), Progress.DRAFT.value
    if explained is not None and not same_works:
        set_works(session, key, explained)
    _keep_version(session, row, made.rendered, by)
    after = {"version": row.version, "title": content.title}
    audit.record(session, by, "interpretation.save", subject(row), before=before, after=after)
    return row


def _take(row: Interpretation, content: Content) -> None:
    row.content, row.title = kept(content), content.title
    row.form, row.origin = content.form.value, content.origin.value


def abandon(session: Session, key: int, reason: str, *, by: Actor) -> Interpretation:
    """Abandon (放弃) a working copy; of a published interpretation only its revision is given up."""
    row = at(get(session, key), Progress.DRAFT, deed="放弃")
    if row.published_version is not None and row.withdrawn_at is None:
        _back_to_public(session, row)
    else:
        row.progress = Progress.ABANDONED.value
    row.opinion = reason
    tasks.close_task(session, returned(row), by=by.name, outcome="abandoned")
    audit.record(session, by, "interpretation.abandon", subject(row), after={"reason": reason})
    return row


def _back_to_public(session: Session, row: Interpretation) -> None:
    public = version_of(session, row.id, row.published_version or 0)
    _take(row, recalled(public.content))
    row.progress = Progress.PUBLISHED.value


def at(row: Interpretation, *stages: Progress, deed: str) -> Interpretation:
    """The interpretation, when it has come so far; raises WrongStage that says where it is."""
    if Progress(row.progress) not in stages:
        raise WrongStage(f"这份解读稿现在是“{Progress(row.progress).label}”，不能{deed}")
    return row


def subject(row: Interpretation) -> str:
    """How the audit trail names an interpretation."""
    return f"interpretation:{row.id}"


def returned(row: Interpretation) -> str:
    """The key of the task to mend an interpretation that was sent back."""
    moments = [moment for moment in (row.reviewed_at, row.checked_at) if moment]
    return f"interpretation_returned:{row.id}:{int(max(moments).timestamp()) if moments else 0}"


def writers(session: Session, row: Interpretation) -> frozenset[str]:
    """Everybody who wrote a version of the interpretation, or submitted it."""
    query = select(InterpretationVersion.recorded_by).where(InterpretationVersion.interpretation_id == row.id)
    return frozenset({*session.scalars(query), row.author, row.submitted_by} - {""})


def version_of(session: Session, key: int, version: int) -> InterpretationVersion:
    """A version that was kept; raises NotFound."""
    query = select(InterpretationVersion).where(
        InterpretationVersion.interpretation_id == key, InterpretationVersion.version == version
    )
    found = session.scalars(query).first()
    if found is None:
        raise NotFound(f"解读稿 {key} 没有第 {version} 稿")
    return found


def versions(session: Session, key: int) -> Sequence[InterpretationVersion]:
    """Every version, the newest first."""
    query = select(InterpretationVersion).where(InterpretationVersion.interpretation_id == key)
    return session.scalars(query.order_by(InterpretationVersion.version.desc())).all()


def rendered(content: Content, former: Prepared | None = None) -> Rendered:
    """The HTML of a content's Markdown: made once, in the limited child, with nothing unsafe left in it.

    What reads as in the `former` content takes its HTML: only new words are given to the child.
    """
    known = _by_words(former) if former else {}

    def html(words: str) -> str:
        return known[words] if words in known else markup.to_html(words)

    written = [block for block in content.blocks if block.kind in WRITTEN]
    return Rendered(
        words={block.key: html(block.words) for block in written},
        asides={block.key: html(block.aside) for block in written if block.aside},
        transcript=html(content.transcript) if content.transcript else "",
    )


def _by_words(former: Prepared) -> dict[str, str]:
    content, made = former.content, former.rendered
    known = {content.transcript: made.transcript}
    for block in content.blocks:
        if block.key in made.words:
            known[block.words] = made.words[block.key]
        if block.key in made.asides:
            known[block.aside] = made.asides[block.key]
    return known


def last_kept(session: Session, row: Interpretation) -> Prepared:
    """The content of the last version, with the HTML that was made of it."""
    last = version_of(session, row.id, row.version)
    return Prepared(recalled(last.content), Rendered.read(last.rendered))


def prepared(session: Session, row: Interpretation, content: Content) -> Prepared:
    """A content with its HTML, where it is another version of this interpretation's."""
    return Prepared(content, rendered(content, last_kept(session, row)))


def _keep_version(session: Session, row: Interpretation, made: Rendered, by: Actor) -> None:
    session.add(
        InterpretationVersion(
            interpretation_id=row.id,
            version=row.version,
            title=row.title,
            content=row.content,
            rendered={"words": made.words, "asides": made.asides, "transcript": made.transcript},
            recorded_at=row.changed_at,
            recorded_by=by.name,
        )
    )
    session.flush()
