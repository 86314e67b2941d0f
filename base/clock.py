"""The only reader of the clock: days are days in Hangzhou, moments are UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_process_wide: list[datetime] = []


def now() -> datetime:
    """The present moment, in UTC.

    >>> set_moment(datetime(2026, 7, 31, 16, 0, 1, tzinfo=UTC)); now().isoformat()
    '2026-07-31T16:00:01+00:00'
    >>> set_moment(None)
    """
    if _process_wide:
        return _process_wide[0]
    return datetime.now(UTC)


def today() -> date:
    """The present day in Asia/Shanghai, wherever the server runs.

    >>> set_moment(datetime(2026, 7, 31, 16, 0, 1, tzinfo=UTC)); today().isoformat()
    '2026-08-01'
    >>> set_moment(None)
    """
    return now().astimezone(SHANGHAI).date()


def local(moment: datetime) -> datetime:
    """A UTC moment as wall-clock time in Asia/Shanghai, for printing."""
    return moment.astimezone(SHANGHAI)


def set_moment(moment: datetime | None) -> None:
    """Hold the clock at one moment (tests and demonstrations), or let it run again with None."""
    _process_wide[:] = [] if moment is None else [moment.astimezone(UTC)]
