"""The period of a consultation (征求意见期限): the least by law, as announced, and as it really is.

Two lengths stand side by side, because notices come out late. The announced one counts the days that the
notice prints, the first and the last among them. The real one counts from the day after publication: where a
term is counted by days the day on which it begins is not counted (民法典 art. 201), so a notice that is
published on its own first day gives the public one day less than it prints. Days before the printed first
day count for neither: nobody can answer yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from registry.consultations.rules.terms import Matter

# As base.workdays counts: the working days after the first day, up to and with the last.
WorkingDaysBetween = Callable[[date, date], int]
ONE = timedelta(days=1)
WORKING = "w"


@dataclass(frozen=True, slots=True)
class Least:
    """The least length of a consultation (最短期限), in calendar days or working days.

    >>> Least(30).words, Least(7, working=True).words
    ('30 日', '7 个工作日')
    """

    count: int
    working: bool = False

    @property
    def words(self) -> str:
        """As it is said on a page."""
        return f"{self.count} {'个工作日' if self.working else '日'}"


@dataclass(frozen=True, slots=True)
class Length:
    """A length both ways: in calendar days, and in the working days among them."""

    days: int
    workdays: int

    def meets(self, least: Least) -> bool:
        """Whether this is long enough."""
        return (self.workdays if least.working else self.days) >= least.count

    def words(self, least: Least) -> str:
        """As it is said beside a least length.

        >>> Length(9, 7).words(Least(7, working=True)), Length(9, 7).words(Least(30))
        ('9 日（7 个工作日）', '9 日')
        """
        return f"{self.days} 日（{self.workdays} 个工作日）" if least.working else f"{self.days} 日"


@dataclass(frozen=True, slots=True)
class Period:
    """A period as a notice prints it: its first day and its last, both of them in it."""

    from_on: date
    through_on: date

    def announced(self, between: WorkingDaysBetween) -> Length:
        """The length that the notice states (公告载明的期限); none where it ends before it begins.

        >>> Period(date(2026, 12, 1), date(2026, 12, 30)).announced(lambda first, last: 22)
        Length(days=30, workdays=22)
        """
        return _counted(self.from_on - ONE, self.through_on, between)

    def real(self, published_on: date, between: WorkingDaysBetween) -> Length:
        """The length that the public has (实际期限), from the day after publication on.

        >>> Period(date(2026, 12, 1), date(2026, 12, 30)).real(date(2026, 12, 4), lambda first, last: 18)
        Length(days=26, workdays=18)
        """
        return _counted(max(published_on, self.from_on - ONE), self.through_on, between)


@dataclass(frozen=True, slots=True)
class Measured:
    """A period held against the least length: what was announced, and what is left of it in fact."""

    least: Least
    announced: Length
    real: Length
    # Whether it came out after its printed first day.
    late: bool

    @property
    def short(self) -> bool:
        """Whether it needs its reason: announced too short, or too short because it came out late."""
        return not self.announced.meets(self.least) or (self.late and not self.real.meets(self.least))

    @property
    def sentence(self) -> str:
        """Both lengths side by side, as the page says them."""
        told = f"公告载明 {self.announced.words(self.least)}，自实际发布之日起 {self.real.words(self.least)}"
        return f"{told}（晚于所载起始日发布）" if self.late else told

    @property
    def shortfall(self) -> str:
        """That it is shorter than the least, or ""."""
        if not self.short:
            return ""
        counted = self.announced if not self.announced.meets(self.least) else self.real
        which = "公告载明的期限" if counted is self.announced else "自实际发布之日起的期限"
        return f"{which}为 {counted.words(self.least)}，少于 {self.least.words}"


def least(setting: str, matter: Matter) -> Least:
    """The least length for a matter, from the setting; a matter that it does not name has none.

    >>> least("rule=30, plan=7w", Matter.PLAN), least("rule=30", Matter.PLAN)
    (Least(count=7, working=True), Least(count=0, working=False))
    """
    for part in setting.split(","):
        name, _, days = part.strip().partition("=")
        if name == matter.value:
            return Least(int(days.removesuffix(WORKING)), days.endswith(WORKING))
    return Least(0)


def measured(period: Period, published_on: date, least_: Least, between: WorkingDaysBetween) -> Measured:
    """The period, published on a day, held against the least length."""
    return Measured(
        least_,
        period.announced(between),
        period.real(published_on, between),
        published_on > period.from_on,
    )


def _counted(before: date, last: date, between: WorkingDaysBetween) -> Length:
    """The days after one day, up to and with another; 0 where that is not later."""
    days = max((last - before).days, 0)
    return Length(days, min(between(before, last), days) if days else 0)
