"""The tables of following: who wants to be told of what, and the letters to be sent."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table
from base.term import Term


class Followed(Term):
    """What somebody follows (订阅对象)."""

    DOCUMENT = "document", "一份文件"
    UNIT = "unit", "一个单位的解读"
    SUBJECT = "subject", "一个主题分类"
    CONSULTATION = "consultation", "一项征求意见"
    SEARCH = "search", "一次检索"


class MailState(Term):
    """How a letter stands (邮件状态)."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "邮件已发送"
    GIVEN_UP = "given_up", "发送失败"
    UNSURE = "unsure", "是否送达不明"


class Follower(Table):
    """A follower (订阅人): one address and one thing; deleted when they leave (个人信息保护法 art. 47)."""

    __tablename__ = "follower"
    __table_args__ = (UniqueConstraint("email", "followed", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), index=True)
    # A value of Followed, and the id of the document, unit, subject, consultation or saved search.
    followed: Mapped[str] = mapped_column(String(12), index=True)
    key: Mapped[int]
    # SHA-256 of the token in the links that confirm and leave.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    # Nobody is written to who has not confirmed the address.
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    # What they were told last: compared with what holds now, so that a midnight is told of as well.
    told: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)


class SavedSearch(Table):
    """A search that is followed (所存检索): one for all who follow the same, gone with the last of them."""

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The query string of its page in its normal form, and how pages and letters call it.
    query: Mapped[str] = mapped_column(String(2000), unique=True)
    name: Mapped[str] = mapped_column(String(300))


class Mail(Table):
    """A letter (邮件) on its way: written in the transaction of its cause, sent afterwards."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    # What makes it one: the same news to the same reader twice is one letter.
    key: Mapped[str] = mapped_column(String(200), unique=True)
    follower_id: Mapped[int | None] = mapped_column(
        ForeignKey("follower.id", ondelete="SET NULL"), index=True
    )
    recipient: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(400))
    words: Mapped[str] = mapped_column(LongText)
    # The address that leaves with one click (RFC 8058); "" for letters of the house.
    leave_url: Mapped[str] = mapped_column(String(500), default="")
    # A value of MailState.
    state: Mapped[str] = mapped_column(String(12), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    fault: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
