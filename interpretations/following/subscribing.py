"""Subscribing (订阅): asked for, confirmed by whoever reads the address's letters, left with one click.

Verbs, which never commit. They leave nothing in the audit trail: it keeps for ever, and a reader who follows
something answers to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from base import clock
from base.errors import RegistryError
from base.staff import audit
from interpretations.following import wording
from interpretations.following.letterhead import Letterhead, hash_of, token_of
from interpretations.following.letters import FORGOTTEN, Letter, post_letters
from interpretations.following.news import current
from interpretations.following.saved import kept
from interpretations.following.tables import Followed, Follower, Mail, MailState
from interpretations.following.things import Thing, thing, things

KEPT = timedelta(days=wording.KEPT_DAYS)
A_DAY = timedelta(days=1)
# Letters of confirmation to one address in a day, whoever asks: nobody is bombed with them.
MOST_LETTERS = 3
# What one address may follow; and what may wait for confirmation on the whole site.
MOST_FOLLOWED = 50
MOST_WAITING = 5_000


class TooMany(RegistryError):
    """More was asked for than anybody may in such a time."""

    code = "too-many"
    status = 429


@dataclass(frozen=True, slots=True)
class Following:
    """Something that an address follows, and the token of its links."""

    thing: Thing
    token: str
    since: datetime


def ask(session: Session, head: Letterhead, email: str, wanted: Thing) -> None:
    """Ask (申请订阅) to follow something; the answer is a letter to the address, and to nobody else.

    Nothing that the asker sees tells whether the address follows already, or has had its letters of the day.
    Raises TooMany where too many wait for confirmation on the whole site.
    """
    # Of several at once each must count those before it.
    audit.turn(session)
    row, slot, now = _row(session, email, wanted), _free_slot(session, head, email), clock.now()
    if row is not None and row.confirmed_at is not None:
        # Once a day: whoever lost the letters finds here how to leave.
        if slot == 1:
            _write(session, head, row, wanted, slot)
        return
    if not slot or (row is not None and row.asked_at > now - A_DAY):
        return
    if row is None:
        if _followed(session, email) >= MOST_FOLLOWED:
            return
        _refuse_flood(session)
        if wanted.followed is Followed.SEARCH:
            wanted = kept(session, wanted)
        row = Follower(email=email, followed=wanted.followed.value, key=wanted.key, told={})
    # Asked again after days: the seven days begin anew, and the former link is no longer one.
    row.asked_at = now
    row.token_hash = hash_of(_token(head, row))
    session.add(row)
    session.flush()
    _write(session, head, row, wanted, slot)


def _row(session: Session, email: str, wanted: Thing) -> Follower | None:
    query = select(Follower).where(
        Follower.email == email, Follower.followed == wanted.followed.value, Follower.key == wanted.key
    )
    return session.scalars(query).first()


def _free_slot(session: Session, head: Letterhead, email: str) -> int:
    """The number of the address's next letter of the day; 0 when it has had them all.

    The keys of letters count, not the followers: whoever left is not written to anew for that.
    """
    keys = {_slot_key(head, email, slot): slot for slot in range(1, MOST_LETTERS + 1)}
    taken = set(session.scalars(select(Mail.key).where(Mail.key.in_(keys))))
    return min((slot for key, slot in keys.items() if key not in taken), default=0)


def _slot_key(head: Letterhead, email: str, slot: int) -> str:
    return f"follow:{head.keyed('slot', email, clock.today().isoformat())}:{slot}"


def _followed(session: Session, email: str) -> int:
    return session.scalar(select(func.count()).where(Follower.email == email)) or 0


def _refuse_flood(session: Session) -> None:
    waiting = session.scalar(select(func.count()).where(Follower.confirmed_at.is_(None))) or 0
    if waiting >= MOST_WAITING:
        raise TooMany("现在等待确认的订阅太多，暂时不能接受新的订阅；请过几天再来，或者使用 Atom 订阅源。")


def _token(head: Letterhead, row: Follower) -> str:
    return token_of(head, row.email, row.followed, row.key, row.asked_at)


def _write(session: Session, head: Letterhead, row: Follower, wanted: Thing, slot: int) -> None:
    page = f"{head.root}/follow/{_token(head, row)}"
    if row.confirmed_at is None:
        subject, words = wording.confirmation(head, wanted, page, row.asked_at)
    else:
        subject, words = wording.already(head, wanted, page)
    key = _slot_key(head, row.email, slot)
    post_letters(session, [Letter(key, row.email, subject, words, f"{page}/leave", row.id)])


def find(session: Session, token: str) -> Follower | None:
    """Whose token this is; None for one that is wrong, over, or of somebody who left."""
    row = session.scalars(select(Follower).where(Follower.token_hash == hash_of(token))).first()
    if row is None or (row.confirmed_at is None and row.asked_at <= clock.now() - KEPT):
        return None
    return row


def thing_of(session: Session, row: Follower) -> Thing | None:
    """What somebody follows, when the public may know of it."""
    return thing(session, Followed(row.followed), row.key)


def confirm(session: Session, token: str) -> Follower | None:
    """Confirm (确认订阅); what holds now is what need not be told. The same again changes nothing."""
    row = find(session, token)
    if row is not None and row.confirmed_at is None:
        row.told = current(session, Followed(row.followed), row.key)
        row.confirmed_at = clock.now()
    return row


def leave(session: Session, token: str) -> None:
    """Leave (退订): the row is deleted; what has not left is not sent, and no letter knows the address.

    Those that failed or are unsure stay in the queue as what they were, but nobody can send them anew.
    """
    row = session.scalars(select(Follower).where(Follower.token_hash == hash_of(token))).first()
    if row is None:
        return
    theirs = Mail.follower_id == row.id
    session.execute(delete(Mail).where(theirs, Mail.state == MailState.WAITING.value))
    # One that is with the server right now goes its way; its words are not needed any more.
    session.execute(update(Mail).where(theirs).values(FORGOTTEN))
    session.delete(row)


def followings(session: Session, head: Letterhead, row: Follower) -> Sequence[Following]:
    """All that the address of this row follows; whoever holds one of its letters may see and leave all."""
    query = select(Follower).where(Follower.email == row.email, Follower.confirmed_at.is_not(None))
    rows = session.scalars(query.order_by(Follower.confirmed_at, Follower.id)).all()
    known = things(session, {(Followed(one.followed), one.key) for one in rows})
    return [
        Following(known.get((Followed(one.followed), one.key), _hidden(one)), _token(head, one), one.asked_at)
        for one in rows
    ]


def _hidden(row: Follower) -> Thing:
    """Something that the public may not know of any more."""
    return Thing(Followed(row.followed), row.key, "（已从本站撤回）", "/documents")


def forget_unconfirmed(session: Session) -> int:
    """Delete those who did not confirm in time; gives how many."""
    return len(session.scalars(delete(Follower).where(_over()).returning(Follower.id)).all())


def is_any_unconfirmed(session: Session) -> bool:
    """Whether anybody did not confirm in time; nobody's turn to write is taken to find out."""
    return session.scalars(select(Follower.id).where(_over()).limit(1)).first() is not None


def _over() -> ColumnElement[bool]:
    return Follower.confirmed_at.is_(None) & (Follower.asked_at <= clock.now() - KEPT)
