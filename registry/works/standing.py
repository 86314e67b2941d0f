"""What the registry computes beside what a source claims (来源标注)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from registry.law.claims import claimed
from registry.law.validity import validity
from registry.reads.life import lives


def differing(
    session: Session, claims: Sequence[tuple[Any, ...]], as_of: date
) -> Iterator[tuple[str, str, str]]:
    """Of (path, document, claim) those whose claim is not what the events say on that day, with both."""
    known = lives(session, [key for _, key, _ in claims])
    for path, key, claim in claims:
        computed = validity(known.get(key, ()), as_of)
        if computed not in claimed(claim, as_of):
            yield path, claim, computed.label
