"""What consultations cost: the page of a draft of 200 articles with 2,000 public comments, lists, calendars.

    ./run bench consultations

Ratios are processor time against a bare Flask hello behind the same server, as in `./run bench pages`. "Anew"
is how long whoever asks first after a change waits, when nothing of the page is kept: seconds by the clock.
"""

import importlib.util
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from bench_pages import Pair, servers, unseen
from measuring import report

from base import clock, outbox, schema
from base.config import AUDIT_KEY, Config, kept_secret
from base.db import Database
from registry.consultations.tables import Comment
from registry.law.numerals import chinese

ARTICLES, COMMENTS, OTHERS = 200, 2_000, 100
WORDS = "排污单位应当按照许可证载明的种类、浓度和数量排放污染物，记录运行情况，并对记录的真实性负责。"


def forum() -> ModuleType:
    """The department of the tests, with its units and its notices."""
    place = Path(__file__).parent.parent / "registry" / "consultations" / "conftest.py"
    spec = importlib.util.spec_from_file_location("forum", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def data() -> Iterator[tuple[Path, Database, int]]:
    """A data folder with consultations; the database, and the number of the one that is measured."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        database = Database(
            f"sqlite:///{folder / 'registry.sqlite'}", audit_key=kept_secret(folder, AUDIT_KEY).encode()
        )
        schema.ensure(database)
        made = forum().furnish(database, Config(data=folder))
        draft = "\n\n".join(f"第{chinese(n)}条　{WORDS}（{n}）" for n in range(1, ARTICLES + 1))
        days = {"from_on": clock.today(), "through_on": clock.today().replace(year=clock.today().year + 1)}
        key = made.publish(draft=draft, **days)
        for number in range(OTHERS):
            made.publish(title=f"第{number}项（征求意见稿）", **days)
        comment(database, key, made.draft_of(key))
        yield folder, database, key
        database.close()


def comment(database: Database, key: int, text: int) -> None:
    """Everybody says something, ten of them on every article."""
    with database.transaction() as session:
        session.add_all(
            Comment(
                consultation_id=key,
                token=f"c{number}",
                state="shown",
                channel="online",
                voice="public",
                text_id=text,
                eid=f"art-{number % ARTICLES + 1}",
                words=WORDS,
                received_at=clock.now(),
                recorded_by="bench",
            )
            for number in range(COMMENTS)
        )
        outbox.grow(session)


def anew(pair: Pair, database: Database, path: str) -> str:
    """Seconds until whoever asks first after a change has the page: the least of five."""
    taken = []
    for _ in range(5):
        with database.transaction() as session:
            outbox.grow(session)
        begun = time.perf_counter()
        pair.site.ask([unseen(path)])
        taken.append(time.perf_counter() - begun)
    return f"{min(taken):.3f} s anew"


def main() -> None:
    """Measure and print."""
    with data() as (folder, database, key), servers(folder) as pair:
        paths = [
            (f"draft of {ARTICLES} articles, {COMMENTS} comments", f"/consultations/{key}"),
            ("the same for programs", f"/consultations/{key}.json"),
            (f"list of {OTHERS + 1}", "/consultations"),
            ("feed", "/consultations/data.feed"),
            ("calendar of all", "/consultations/calendar.ics"),
            ("home", "/"),
        ]
        rows = [(name, f"{pair.row(path)}   {anew(pair, database, path)}") for name, path in paths]
        hello = pair.hello()
    report(
        f"Consultations on {clock.today()}: processor time in Flask hellos ({hello:.0f} µs)",
        [("", "size    first   kept"), *rows],
    )


if __name__ == "__main__":
    main()
