"""News (订阅通知): what holds now beside what a follower was told last, and the letters that say so.

Nobody needs to be awake: whoever looks after midnight sees that a document has ended, and tells it. What was
told is changed in the transaction that writes the letter, and only where it still is what was compared: two
who look at once write one letter.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, select, update
from sqlalchemy.orm import Session

from base import clock
from base.db import Database
from interpretations.following.differences import Item, differences
from interpretations.following.letterhead import Letterhead, hash_of, token_of
from interpretations.following.letters import Letter, post_letters
from interpretations.following.searched import settle
from interpretations.following.states import Key, State, newest, parts, read_world
from interpretations.following.tables import Followed, Follower, Mail, MailState
from interpretations.following.things import Thing, things
from interpretations.following.wording import news, subject_of

# As many letters as one transaction writes: others wait for it.
AT_ONCE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Followers of one thing who were told the same: what is new is found once for all of them."""

    key: Key
    told: str
    now: State
    thing: Thing
    items: tuple[Item, ...]
    # Whether something that they were told of is not public any more.
    withdrawn: bool
    # What tells this state from any other.
    digest: str


def tell_news(database: Database, head: Letterhead) -> int:
    """Write the letters that are due to followers; gives how many."""
    with database.reading() as session:
        groups = _groups(session)
        followers = list(_followers(session, groups))
    written = 0
    for start in range(0, len(followers), AT_ONCE):
        with database.transaction() as session:
            written += _tell(session, head, followers[start : start + AT_ONCE])
    return written


def current(session: Session, followed: Followed, key: int) -> State:
    """What holds now of a thing: what somebody who begins to follow it needs not be told.

    Of a search only what is the newest of the registry: to search would make the transaction wait for the
    index. The next round does, and tells what is newer.
    """
    if followed is Followed.SEARCH:
        return {"newest": [*newest(session)]}
    return read_world(session, {(followed, key)}, clock.today()).state(followed, key)


def is_any_begun(session: Session) -> bool:
    """Whether somebody follows a search of which it is not known yet what it finds."""
    begun = Follower.followed == Followed.SEARCH.value, _as_text().not_like('%"hits"%')
    query = select(Follower.id).where(Follower.confirmed_at.is_not(None), *begun)
    return session.scalars(query.limit(1)).first() is not None


def _groups(session: Session) -> list[Group]:
    """Who was told something else than what holds."""
    told = _as_text()
    query = select(Follower.followed, Follower.key, told).where(Follower.confirmed_at.is_not(None)).distinct()
    rows = [((Followed(followed), key), words) for followed, key, words in session.execute(query)]
    if not rows:
        return []
    world = read_world(session, {key for key, _ in rows}, clock.today())
    states = {key: world.state(*key) for key, _ in rows}
    known = things(session, set(states))
    found = []
    told_before = {(key, words): json.loads(words) for key, words in rows}
    for (key, words), now in settle(session, states, told_before).items():
        former = told_before[key, words]
        if former != now:
            named = known.get(key, Thing(key[0], key[1], "", "/documents"))
            items = differences(world, key, former, now)
            digest = hash_of(json.dumps(now))[:16]
            found.append(Group(key, words, now, named, items, _is_less(former, now), digest))
    return found


def _is_less(former: State, now: State) -> bool:
    """Whether a document or interpretation of the former state is not in the present one."""
    lists = ("of", "documents", "hits")
    return bool(now.get("gone")) or any(
        former.get(name, {}).keys() - now.get(name, {}).keys() for name in lists
    )


def _followers(session: Session, groups: Sequence[Group]) -> Iterator[tuple[Group, int]]:
    """Everybody in these groups, in one pass: for each group apart all followers would be looked through."""
    by_told = {(*group.key, group.told): group for group in groups}
    things = sorted({group.key[1] for group in groups})
    for part in parts(things):
        query = select(Follower.id, Follower.followed, Follower.key, _as_text()).where(
            Follower.confirmed_at.is_not(None), Follower.key.in_(part)
        )
        for key, followed, number, told in session.execute(query.order_by(Follower.id)):
            group = by_told.get((Followed(followed), number, told))
            if group is not None:
                yield group, key


def _as_text() -> ColumnElement[str]:
    return cast(Follower.told, String)


def _tell(session: Session, head: Letterhead, part: Sequence[tuple[Group, int]]) -> int:
    """Write these letters; of those whom somebody else told in the meantime, or who left, none."""
    groups = {key: group for group, key in part}
    query = select(Follower.id, Follower.email, Follower.asked_at, _as_text()).where(
        Follower.id.in_(groups), Follower.confirmed_at.is_not(None)
    )
    # Held until the end: whoever comes second sees what was told by then.
    rows = session.execute(query.order_by(Follower.id).with_for_update()).all()
    waiting = _told_today(session, groups)
    still = [row for row in rows if row[3] == groups[row[0]].told and row[0] not in waiting]
    if still:
        _drop(session, [row[0] for row in still if groups[row[0]].withdrawn])
        session.execute(update(Follower), [{"id": row[0], "told": groups[row[0]].now} for row in still])
    # Without items what changed is nothing to write of: a day that was foreseen has been taken back.
    letters = [
        _letter(head, groups[key], key, email, asked) for key, email, asked, _ in still if groups[key].items
    ]
    return post_letters(session, letters)


def _told_today(session: Session, groups: Mapping[int, Group]) -> set[int]:
    """Who had a letter of their search today: the rest is told tomorrow, in one letter.

    Except where something is not public any more: a letter that still waits must not go out with it.
    """
    searching = [
        key
        for key, group in groups.items()
        if group.key[0] is Followed.SEARCH and group.items and not group.withdrawn
    ]
    if not searching:
        return set()
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(Mail.follower_id).where(
        Mail.follower_id.in_(searching), Mail.key.startswith("news:"), Mail.recorded_at >= midnight
    )
    return {key for key in session.scalars(query) if key}


def _drop(session: Session, followers: Sequence[int]) -> None:
    """Let no letter that waits (the server was down) go out with what the public may not read any more."""
    waiting = Mail.key.startswith("news:") & (Mail.state == MailState.WAITING.value)
    session.execute(delete(Mail).where(Mail.follower_id.in_(followers), waiting))


def _letter(head: Letterhead, group: Group, key: int, email: str, asked_at: datetime) -> Letter:
    followed, number = group.key
    token = token_of(head, email, followed.value, number, asked_at)
    page = f"{head.root}/follow/{token}"
    return Letter(
        # What was told is compared and changed at once, so this is one letter; the same way there and back
        # again, on another minute, is news.
        key=f"news:{hash_of(token)[:32]}:{clock.now():%Y%m%dT%H%M%S%f}:{group.digest}",
        recipient=email,
        subject=subject_of(group.items),
        words=news(head, group.thing, group.items, page),
        leave_url=f"{page}/leave",
        follower_id=key,
    )
