"""What the feed of decisions tells (订阅): editions published, steps done, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from base import clock
from registry.decisions.reads.shown import ShownEdition, ShownItem, ShownStep, ShownYear
from registry.decisions.reads.years import read_year, years
from registry.decisions.rules.terms import StepState

FEED_LENGTH = 50
# Older catalogues change no more.
YEARS = 3
NOON = time(12)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: its title, the path it leads to (which makes its id), when, and what happened."""

    title: str
    path: str
    published_at: datetime
    updated_at: datetime
    summary: str


def entries(session: Session, today: date) -> tuple[FeedEntry, ...]:
    """The newest entries."""
    held = [read_year(session, each.year, today) for each in years(session)[:YEARS]]
    found = [entry for year in held for entry in _of_year(year)]
    return tuple(sorted(found, key=lambda entry: entry.updated_at, reverse=True)[:FEED_LENGTH])


def _of_year(held: ShownYear) -> Iterator[FeedEntry]:
    yield from (_edition(held, edition) for edition in held.editions)
    for item in (*held.items, *held.removed):
        yield from (_step(item, shown) for shown in item.steps if shown.state is StepState.DONE)


def _edition(held: ShownYear, edition: ShownEdition) -> FeedEntry:
    word = "调整" if edition.reason else "公布"
    changed = "；".join(f"{each.kind.label}“{each.name}”" for each in edition.changed)
    told = f"调整理由：{edition.reason}。{changed}。" if edition.reason else f"共 {len(edition.lines)} 项。"
    return FeedEntry(
        f"{held.title}{word}（第 {edition.number} 版）",
        f"/decisions/{held.year}#edition-{edition.number}",
        edition.published_at,
        edition.published_at,
        told,
    )


def _step(item: ShownItem, shown: ShownStep) -> FeedEntry:
    done = shown.step.done_on or item.day
    return FeedEntry(
        f"{item.line.name}：{shown.kind.label}已完成",
        f"{item.path}#step-{shown.kind.value}",
        datetime.combine(done, NOON, clock.SHANGHAI),
        shown.changed_at,
        f"{shown.kind.label}{shown.told}。",
    )
