"""After a change all readers come at once: what they share is made once, and it is of the present."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from flask import Flask

from registry.law.terms import Validity
from registry.reads.catalogue import Catalogue
from registry.views import shelf

READERS = 8
ADDRESS = "normative-document/2021/8"


def asked_at_once(app: Flask) -> list[Catalogue]:
    """The catalogue as each of several readers of the same moment gets it."""
    together = Barrier(READERS)

    def ask(_reader: int) -> Catalogue:
        with app.test_request_context():
            together.wait(30)
            return shelf.catalogue()

    with ThreadPoolExecutor(READERS) as pool:
        return list(pool.map(ask, range(READERS)))


def test_the_catalogue_is_read_once_for_all(registry: Flask, write: Callable[[Any], None]) -> None:
    del write
    assert len(set(map(id, asked_at_once(registry)))) == 1


def test_a_change_is_in_the_catalogue_of_every_reader_that_comes_after_it(
    registry: Flask, write: Callable[[Any], None]
) -> None:
    before = asked_at_once(registry)[0]
    today = date(2026, 11, 23)
    write(lambda scribe: scribe.event(scribe.find(ADDRESS), "repeal", today))
    found = asked_at_once(registry)
    assert len(set(map(id, found))) == 1
    assert found[0] is not before
    entry = found[0].entry(ADDRESS)
    assert entry
    assert entry.standing(today).validity is Validity.REPEALED
