"""The statistics of an outcome (采纳情况统计): counted from its comments, never typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from registry.consultations.rules.terms import Channel, Verdict, Voice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counted:
    """A comment as it is counted: how it came, whose it is, its verdict, whether it was taken back since."""

    channel: Channel
    voice: Voice
    verdict: Verdict | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments came by which way, from whom, and what became of them.

    Those that were taken back are told apart (`taken_back`) and in no other number.
    """

    received: int
    taken_back: int
    by_channel: tuple[tuple[Channel, int], ...]
    by_voice: tuple[tuple[Voice, int], ...]
    by_verdict: tuple[tuple[Verdict, int], ...]

    @property
    def decided(self) -> int:
        """How many have a verdict."""
        return sum(count for _, count in self.by_verdict)

    @property
    def share(self) -> str:
        """The share that was adopted, wholly or partly (采纳率), in percent with one place; "" for none.

        >>> tally([Counted(Channel.ONLINE, Voice.PUBLIC, verdict) for verdict in Verdict]).share
        '66.7%'
        """
        if not self.decided:
            return ""
        taken_up = self.decided - self.of(Verdict.NOT_ADOPTED)
        # Half a tenth is rounded up, in whole numbers: no share depends on how a machine holds fractions.
        tenths = (2000 * taken_up + self.decided) // (2 * self.decided)
        return f"{tenths // 10}.{tenths % 10}%"

    def of(self, verdict: Verdict) -> int:
        """How many came to this verdict."""
        return dict(self.by_verdict).get(verdict, 0)


def tally(comments: Iterable[Counted]) -> Tally:
    """Count the comments; ways and voices that nobody used are left out, every verdict stays.

    >>> tally([]).received, tally([]).share
    (0, '')
    """
    held = list(comments)
    live = [each for each in held if not each.taken_back]
    return Tally(
        received=len(live),
        taken_back=len(held) - len(live),
        by_channel=_used(tuple(Channel), [each.channel for each in live]),
        by_voice=_used(tuple(Voice), [each.voice for each in live]),
        by_verdict=tuple((verdict, sum(each.verdict is verdict for each in live)) for verdict in Verdict),
    )


def _used(terms: Sequence[T], found: Sequence[T]) -> tuple[tuple[T, int], ...]:
    return tuple((term, found.count(term)) for term in terms if term in found)
