"""The table of search statistics: for each day and wording, how often; nothing of who."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Table


class SearchTally(Table):
    """How often something was looked for on a day (检索计数), and where among the hits readers went on.

    No moment, no address, no asker: the day and the words are all there is.
    """

    __tablename__ = "search_tally"

    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(60), primary_key=True)
    searches: Mapped[int] = mapped_column(default=0)
    # Of these, how many found nothing.
    empty: Mapped[int] = mapped_column(default=0)
    # Hits that were opened, by their place: the first, 2-3, 4-10, further down.
    opened_first: Mapped[int] = mapped_column(default=0)
    opened_third: Mapped[int] = mapped_column(default=0)
    opened_tenth: Mapped[int] = mapped_column(default=0)
    opened_later: Mapped[int] = mapped_column(default=0)
    # The sum of 1 / place over them: divided by their number it is the mean reciprocal rank.
    reciprocal: Mapped[float] = mapped_column(default=0.0)
