"""A hint for the clean-up (清理提示): that a document should have been explained and never was."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from interpretations.reads.duties import duties
from interpretations.rules.duty import Policy
from interpretations.rules.terms import DutyState
from registry.cleanup.hints import Finder, Found, Hint, HintCode
from registry.law.days import printed


def never_explained(policy: Policy) -> Finder:
    """Who tells the clean-up which of its documents were never explained, under this promise."""

    def found(session: Session, ids: Sequence[int], today: date) -> Found:
        wanted = set(ids)
        return {
            line.document_id: (
                Hint(HintCode.UNEXPLAINED, f"应于{printed(line.duty.due_on)}前解读，至今没有解读"),
            )
            for line in duties(session, policy, today)
            if line.document_id in wanted and line.state is DutyState.MISSING and line.duty.due_on
        }

    return found
