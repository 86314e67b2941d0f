"""What is noted of a page of hits (检索记要), to be counted each time that it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """Under which words a page of hits is counted, and how many hits there are in all."""

    words: str
    found: int
