"""What interpretations cost: the page of a document whose fifty articles are explained, and their own pages.

    ./run bench interpretations

Ratios are processor time against a bare Flask hello behind the same server, as in `./run bench pages`; prints
are seconds by the clock, the first of a process and the next ones (a changed text each time, so that none
comes from the disk).
"""

import importlib.util
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from bench_pages import Pair, servers
from measuring import report

from base import clock, schema
from base.config import AUDIT_KEY, kept_secret
from base.db import Database
from interpretations.rules.content import Block, Ref
from interpretations.rules.terms import BlockKind, Form
from registry.law.numerals import chinese

ARTICLES = 50
WORDS = "排污单位应当按照许可证载明的种类、浓度和数量排放污染物，记录运行情况，并对记录的真实性负责。"
TOLD = "排多少、怎么排、排到哪里，都写在证上；每天记一笔账，账要真实，查的时候拿得出来。"


def department() -> ModuleType:
    """The department of the tests, with its units and the way to publish."""
    place = Path(__file__).parent.parent / "interpretations" / "conftest.py"
    spec = importlib.util.spec_from_file_location("department", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def data() -> Iterator[tuple[Path, str, int]]:
    """A data folder with the document and its interpretation; gives both addresses' parts."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        key = kept_secret(folder, AUDIT_KEY).encode()
        database = Database(f"sqlite:///{folder / 'registry.sqlite'}", audit_key=key)
        schema.ensure(database)
        made = department()
        made.BODIES = tuple((f"第{chinese(n)}条", f"{WORDS}（{n}）") for n in range(1, ARTICLES + 1))
        house = made.furnish(database)
        blocks = tuple(
            Block(
                f"b{n}", BlockKind.QUESTION, f"第{chinese(n)}条说的是什么？", TOLD, refs=(Ref(0, f"art-{n}"),)
            )
            for n in range(1, ARTICLES + 1)
        )
        published = house.publish(house.content(form=Form.FAQ, blocks=blocks))
        database.close()
        yield folder, made.ADDRESS, published


def seconds(pair: Pair, path: str) -> str:
    """Seconds by the clock of a print, asked for the first time and again."""
    taken = []
    for _ in range(2):
        begun = time.perf_counter()
        pair.site.ask([path])
        taken.append(time.perf_counter() - begun)
    return f"{taken[0]:.2f} s, kept {taken[1]:.3f} s"


def main() -> None:
    """Measure and print."""
    with data() as (folder, address, key), servers(folder) as pair:
        rows = [
            ("document, 50 articles explained", pair.row(f"/documents/{address}")),
            ("its interpretation, 50 questions", pair.row(f"/interpretations/{key}")),
            ("all questions", pair.row("/faq")),
            ("all interpretations", pair.row("/interpretations")),
            ("gap list", pair.row("/interpretations/gaps")),
            ("rates of enquiries", pair.row("/enquiries")),
        ]
        prints = [
            ("print of the interpretation", seconds(pair, f"/interpretations/{key}.pdf")),
            ("large type", seconds(pair, f"/interpretations/{key}.pdf?type=large")),
            ("picture", seconds(pair, f"/interpretations/{key}/picture.png")),
        ]
        hello = pair.hello()
    report(
        f"Interpretations on {clock.today()}: processor time in Flask hellos ({hello:.0f} µs)",
        [("", "size    first   kept"), *rows, *prints],
    )


if __name__ == "__main__":
    main()
