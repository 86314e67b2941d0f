"""Counts of one wording on one day (计数), as they are added up. Pure."""

from dataclasses import dataclass

FIELDS = (
    "searches",
    "empty",
    "opened_first",
    "opened_third",
    "opened_tenth",
    "opened_later",
    "reciprocal",
)
# The last place of each sort, in the order of the fields.
PLACES = ((1, "opened_first"), (3, "opened_third"), (10, "opened_tenth"))
FARTHEST = 2_000


@dataclass(slots=True)
class Counts:
    """How often something was looked for, how often in vain, and which hits were opened."""

    searches: int = 0
    empty: int = 0
    opened_first: int = 0
    opened_third: int = 0
    opened_tenth: int = 0
    opened_later: int = 0
    reciprocal: float = 0.0

    def search(self, found: int) -> None:
        """One more search, with so many hits."""
        self.searches += 1
        self.empty += not found

    def open(self, place: int) -> None:
        """One more hit opened, the first being at place 1."""
        name = next((field for last, field in PLACES if place <= last), "opened_later")
        setattr(self, name, getattr(self, name) + 1)
        self.reciprocal += 1 / place

    def add(self, other: "Counts") -> None:
        """Add what was counted elsewhere."""
        for field in FIELDS:
            setattr(self, field, getattr(self, field) + getattr(other, field))

    @property
    def opened(self) -> int:
        """How many hits were opened."""
        return self.opened_first + self.opened_third + self.opened_tenth + self.opened_later

    @property
    def mean_reciprocal(self) -> float | None:
        """The mean reciprocal rank of what was opened; None where nothing was.

        >>> made = Counts(); made.open(1); made.open(2); made.mean_reciprocal
        0.75
        """
        return self.reciprocal / self.opened if self.opened else None
