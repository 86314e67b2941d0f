"""Letters (邮件): written in the transaction of their cause, sent afterwards (`sending`), each once.

A crash between the two sends nothing twice and loses nothing: the row is there, or its cause is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from base import clock
from base.contacts import address
from base.errors import BadInput
from base.unprintable import UNPRINTABLE, printable
from interpretations.following.tables import Mail, MailState

LONGEST_KEY, LONGEST_SUBJECT, LONGEST_URL = 200, 400, 500
# A letter is read, not printed: what is longer belongs on the site.
LONGEST_WORDS = 100_000
# A letter of which nobody knows any more to whom it went and what it said.
FORGOTTEN = {"recipient": "", "words": "", "leave_url": ""}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be sent: `key` makes it one.

    `leave_url` leaves with one click (RFC 8058); "" for letters of the house.
    """

    key: str
    recipient: str
    subject: str
    words: str
    leave_url: str = ""
    follower_id: int | None = None


def post_letter(
    session: Session, key: str, recipient: str, subject: str, words: str, leave_url: str = ""
) -> bool:
    """Let a letter be sent (寄信); tells whether it is new: the same key again is the same letter.

    Raises BadInput for an address that none can be sent to and for a subject of more than one line.
    """
    return post_letters(session, [Letter(key, recipient, subject, words, leave_url)]) == 1


def post_letters(session: Session, letters: Sequence[Letter]) -> int:
    """Let letters be sent; gives how many of them are new. Raises BadInput as `post_letter`."""
    now = clock.now()
    rows = [
        {
            **_checked(letter),
            "state": MailState.WAITING.value,
            "tries": 0,
            "next_at": now,
            "fault": "",
            "recorded_at": now,
        }
        for letter in letters
    ]
    if not rows:
        return 0
    return len(session.scalars(_adding(session).returning(Mail.id), rows).all())


def _adding(session: Session) -> Insert:
    """An insertion that leaves out keys which are there: two at once write one letter."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(Mail).on_conflict_do_nothing(index_elements=["key"])
    return postgresql.insert(Mail).on_conflict_do_nothing(index_elements=["key"])


def _checked(letter: Letter) -> dict[str, object]:
    """The letter as a row holds it; raises BadInput."""
    for label, line, longest in (
        ("标识", letter.key, LONGEST_KEY),
        ("主题", letter.subject, LONGEST_SUBJECT),
        ("退订地址", letter.leave_url, LONGEST_URL),
    ):
        # A line break in a header begins another header: letters to strangers, with words of strangers.
        if line.splitlines() not in ([], [line]) or UNPRINTABLE.search(line):
            raise BadInput(f"邮件{label}只能是一行，不能含有控制字符")
        if len(line) > longest:
            raise BadInput(f"邮件{label}最多 {longest} 个字符，现有 {len(line)} 个")
    if not letter.key or not letter.subject.strip():
        raise BadInput("邮件须有标识和主题")
    return {
        "key": letter.key,
        "recipient": address(letter.recipient),
        "subject": letter.subject.strip(),
        "words": printable(letter.words.replace("\r\n", "\n"))[:LONGEST_WORDS],
        "leave_url": letter.leave_url,
        "follower_id": letter.follower_id,
    }
