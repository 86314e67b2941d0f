"""The books (登记簿): what the legal division does with a document. Verbs, which never commit.

What a person enters stands beside what was read from texts: a new reading never touches it. Each verb
tells the outbox whose look it changed, in the same transaction.
"""

from registry.bookkeeping.cases import standing_objections
from registry.bookkeeping.corrections import correct
from registry.bookkeeping.entering import enter, join_version, update, withdraw
from registry.bookkeeping.marks import (
    amend,
    annul,
    commence,
    expire,
    lapse,
    mark,
    note,
    repeal,
    resume,
    suspend,
)
from registry.bookkeeping.orders import (
    HAND,
    AlreadyRepealed,
    NotPublished,
    NotSuspended,
    Objected,
    Order,
)
from registry.bookkeeping.records import get, lock_all, locked
from registry.bookkeeping.succession import succeed

__all__ = [
    "HAND",
    "AlreadyRepealed",
    "NotPublished",
    "NotSuspended",
    "Objected",
    "Order",
    "amend",
    "annul",
    "commence",
    "correct",
    "enter",
    "expire",
    "get",
    "join_version",
    "lapse",
    "lock_all",
    "locked",
    "mark",
    "note",
    "repeal",
    "resume",
    "standing_objections",
    "succeed",
    "suspend",
    "update",
    "withdraw",
]
