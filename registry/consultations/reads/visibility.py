"""Which consultations and comments the public may know of: the one rule, for every surface."""

from sqlalchemy import ColumnElement

from registry.consultations.rules.terms import CommentState, NoticeProgress
from registry.consultations.tables import Comment, Consultation


def public() -> ColumnElement[bool]:
    """The consultations whose notice is published; a withdrawn one is told of on its own page only."""
    return Consultation.progress == NoticeProgress.PUBLISHED.value


def gone() -> ColumnElement[bool]:
    """The consultations that were public and were withdrawn: their page says so, and why."""
    withdrawn = Consultation.progress == NoticeProgress.WITHDRAWN.value
    return withdrawn & Consultation.published_at.is_not(None)


def shown() -> ColumnElement[bool]:
    """The comments whose words the public may read, once their consultation is public."""
    return Comment.state == CommentState.SHOWN.value
