"""Commenting (提意见): the verbs of the public; nothing of theirs goes into the audit but that they did.

Campaigns are not held off: the same words from many people are many comments, grouped later for whoever
answers. What is held off is one network that sends without end, and a flood that nobody could read.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from base import clock, guarding, outbox
from base.config import Consulting
from base.errors import NotFound, WrongStage
from base.guarding import TooMany
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.notices import course_of
from registry.consultations.reads.visibility import public
from registry.consultations.rules.layout import Layout
from registry.consultations.rules.likeness import wording_hash
from registry.consultations.rules.quoting import Quote, taken
from registry.consultations.rules.standing import Course, state
from registry.consultations.rules.terms import Channel, CommentState, ConsultationState, TextRole, Voice
from registry.consultations.tables import Comment, CommentPerson, Consultation, ConsultationText
from registry.consultations.texts import latest_text, recalled
from registry.law.days import printed

# Nobody's account: the audit says that somebody of the public did it, not who.
PUBLIC = Actor(None, "公众", "公众", None)
# All networks together, all consultations: 600 in ten minutes are more than any campaign ever measured here.
BRAKE, BRAKE_SPAN = 600, timedelta(minutes=10)
WHOLE = Quote()
SHORTEST_WORDS, LONGEST_WORDS = 2, 20_000


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a draft (意见): on which passage of which edition; who they are may be empty.

    `text_id` is the edition that lay before them; None for the newest.
    """

    words: str
    quote: Quote = WHOLE
    text_id: int | None = None
    organisation: bool = False
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """The form that was sent: its token, and what is kept of where it came from."""

    token: str
    origin_hash: str


class OtherWords(WrongStage):
    """This form sent a comment before, and now says something else: that is another comment."""

    code = "other-words"


@dataclass(frozen=True, slots=True)
class Sent:
    """A comment as it was received: its code, which is shown once, and the edition it is on.

    `newest` is False where the draft was replaced while the form lay open; `advice` says what became of the
    selected words where they could not be kept as they were.
    """

    comment: Comment
    code: str
    edition: int
    newest: bool
    advice: str = ""


def hold_off(session: Session, sender: Sender, consulting: Consulting) -> None:
    """Raises TooMany where one network, or all together, send too much.

    Looked at before anything is written, and again when it is one's turn: a flood costs two indexed reads.
    """
    if sent_before(session, sender) is not None:
        return
    own = select(func.count(Comment.id)).where(Comment.origin_hash == sender.origin_hash)
    if session.scalar(own) >= consulting.comment_rate:  # type: ignore[operator]  # a count is a number
        midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        raise TooMany(
            f"同一网络今日提交的意见已达{consulting.comment_rate}条，这一条没有提交。"
            "请保留所填内容，明日再提交，或者改用信函、电子邮件。",
            midnight + timedelta(days=1),
        )
    lately = select(func.count(Comment.id)).where(
        Comment.received_at > clock.now() - BRAKE_SPAN, Comment.channel == Channel.ONLINE.value
    )
    if session.scalar(lately) >= BRAKE:  # type: ignore[operator]  # a count is a number
        again = clock.now() + BRAKE_SPAN
        raise TooMany(
            f"此刻提交的意见过多，这一条没有提交。所填内容仍在下方，请于{clock.local(again):%H:%M}以后再按提交。",
            again,
        )


def sent_before(session: Session, sender: Sender) -> Comment | None:
    """The comment that this form sent before, if it did."""
    return session.scalars(select(Comment).where(Comment.token == guarding.hashed(sender.token))).first()


def comment(
    session: Session, key: int, said: Said, sender: Sender, consulting: Consulting, secret: str
) -> Sent:
    """Comment (提意见) while the consultation is open, to the second; it waits to be shown.

    The same form sent twice comments once, and is told the same code. Raises NotFound, WrongStage (OtherWords
    where it says something else the second time), TooMany.
    """
    # Who waits for the turn may come after midnight: the day is asked for only then.
    audit.turn(session)
    row = open_row(session, key, consulting, known=sent_before(session, sender))
    code = guarding.code_of(sender.token, secret)
    newest = latest_text(session, key, TextRole.DRAFT)
    if (known := sent_before(session, sender)) is not None:
        refuse_other(known, key, said)
        return _sent(session, known, code, newest)
    hold_off(session, sender, consulting)
    edition = edition_of(session, key, said.text_id) or newest
    kept = taken(said.quote, layout_of(edition))
    made = _comment(said, kept.quote, sender, code)
    made.consultation_id, made.text_id = row.id, edition.id if edition else None
    session.add(made)
    session.flush()
    if said.name or said.contact:
        session.add(CommentPerson(comment_id=made.id, name=said.name, contact=said.contact))
    after = {"consultation": row.id, "length": len(said.words), "provision": kept.quote.eid}
    audit.record(session, PUBLIC, "comment.send", f"comment:{made.id}", after=after)
    return _sent(session, made, code, newest, kept.advice)


def refuse_other(known: Comment, key: int, said: Said) -> None:
    """Raises OtherWords where a form that was sent before now says something else, or of another draft."""
    if (known.consultation_id, known.words) != (key, said.words):
        raise OtherWords(
            f"这份表单此前已经提交过第{known.id}号意见，现在的文字没有提交。"
            "要作为另一条意见，请再按一次“提交意见”；要修改原来的意见，请凭查询码撤回后重新提出。"
        )


def _comment(said: Said, quote: Quote, sender: Sender, code: str) -> Comment:
    return Comment(
        token=guarding.hashed(sender.token),
        code_hash=guarding.hashed(code),
        state=CommentState.RECEIVED.value,
        channel=Channel.ONLINE.value,
        voice=Voice.PUBLIC.value,
        organisation=said.organisation,
        eid=quote.eid,
        prefix=quote.prefix,
        exact=quote.exact,
        suffix=quote.suffix,
        words=said.words,
        received_at=clock.now(),
        recorded_by=PUBLIC.name,
        origin_hash=sender.origin_hash,
        wording_hash=wording_hash(said.words),
    )


def open_row(
    session: Session, key: int, consulting: Consulting, known: Comment | None = None
) -> Consultation:
    """The public consultation of this id while one may comment on it; `known` was taken while it was open.

    Raises NotFound where the public has none, WrongStage that says how it stands.
    """
    row = session.scalars(select(Consultation).where(Consultation.id == key, public())).first()
    if row is None:
        raise NotFound("没有这项征求意见，或者已经撤回")
    if known is None or known.consultation_id != key:
        refuse_closed(course_of(session, row, consulting.outcome_days))
    return row


def refuse_closed(course: Course) -> None:
    """Raises WrongStage where one may not comment at this second (Asia/Shanghai)."""
    today = clock.today()
    match state(course, today):
        case ConsultationState.OPEN:
            return
        case ConsultationState.ANNOUNCED:
            raise WrongStage(f"这项征求意见{printed(course.opens_on)}开始，现在还不能提意见")
        case ConsultationState.DROPPED:
            raise WrongStage("这项征求意见已经终止，不再接收意见")
    raise WrongStage(f"这项征求意见已于{printed(course.last_day(today))}24时截止，这一条没有提交")


def edition_of(session: Session, key: int, text_id: int | None) -> ConsultationText | None:
    """The edition of the draft with this id, where it is one of this consultation."""
    text = session.get(ConsultationText, text_id) if text_id else None
    mine = text is not None and text.consultation_id == key and text.role == TextRole.DRAFT.value
    return text if mine else None


def layout_of(text: ConsultationText | None) -> Layout:
    """An edition laid out, for its words to be found again."""
    return Layout(recalled(text.provisions) if text else ())


def _sent(
    session: Session, row: Comment, code: str, newest: ConsultationText | None, advice: str = ""
) -> Sent:
    text = session.get(ConsultationText, row.text_id) if row.text_id else None
    return Sent(row, code, text.edition if text else 0, text is newest, advice)


def found(session: Session, typed: str) -> Comment:
    """The comment of this code; raises NotFound. Only hashes are compared, in the index of the database."""
    code = guarding.hashed(guarding.plain_code(typed))
    row = session.scalars(select(Comment).where(Comment.code_hash == code)).first()
    if row is None:
        raise NotFound("没有这个查询码对应的意见：请核对后再输入（不区分大小写，可以不输入短横）")
    return row


def take_back(session: Session, key: int) -> Comment:
    """Take back (撤回) a comment, also after the outcome; who sent it is forgotten at once.

    Its words leave every public surface. Raises WrongStage where it was taken back before.
    """
    audit.turn(session)
    row = session.get(Comment, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的意见")
    if row.state == CommentState.TAKEN_BACK.value:
        raise WrongStage("这条意见已经撤回")
    row.state, row.taken_back_at = CommentState.TAKEN_BACK.value, clock.now()
    row.version += 1
    # Its day's hash stays until that day is over: else taking back would give the network its allowance back.
    session.execute(delete(CommentPerson).where(CommentPerson.comment_id == key))
    session.flush()
    outbox.grow(session)
    audit.record(session, PUBLIC, "comment.take_back", f"comment:{key}")
    return row
