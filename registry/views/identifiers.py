"""Document numbers as addresses (文号直达): `/id/国办发〔2018〕118号`, in whatever brackets they come."""

from collections import defaultdict
from collections.abc import Callable

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from base import clock, web
from registry.law import docnumber
from registry.law.titles import title_key
from registry.reads.catalogue import Catalogue, Entry
from registry.reads.listing import Row
from registry.renditions.metadata import column_tags
from registry.views import shelf

SUGGESTIONS = 10


@web.cached_page
def identify(raw: str) -> ResponseReturnValue:
    """To the document with this number; a choice when several have it, suggestions when none has."""
    held = shelf.shelf()
    found = matching(held.browser().catalogue, raw)
    if len(found) == 1:
        return redirect(f"/documents/{found[0].address}", 303)
    if found:
        return choice(raw, found, "有几份文件用这个编号，请选择："), 300
    near = nearly(held.browser().catalogue, raw)
    said = "没有文件用这个编号。您要找的可能是：" if near else "没有文件用这个编号，也没有相近的编号。"
    return choice(raw, near, said), 404


def choice(raw: str, entries: list[Entry], said: str) -> str:
    """A page with several documents to choose from."""
    today = clock.today()
    rows = [Row(entry, entry.standing(today).validity) for entry in entries]
    return render_template(
        "choice.html", raw=raw, rows=rows, said=said, today=today, tags=column_tags(), section="documents"
    )


def matching(catalogue: Catalogue, raw: str) -> list[Entry]:
    """The documents whose number, order number, unified number, index number or title this is."""
    by_key = numbers(catalogue)
    places = {place for key in docnumber.keys(raw) for place in by_key.get(key, ())}
    if not places:
        places = set(titles(catalogue).get(title_key(raw), ()))
    return [catalogue.entries[place] for place in sorted(places)]


def nearly(catalogue: Catalogue, raw: str) -> list[Entry]:
    """The documents whose numbers this one may have meant, likeliest first."""
    by_key = numbers(catalogue)
    keys = docnumber.near(raw, by_key, SUGGESTIONS)
    places = dict.fromkeys(place for key in keys for place in by_key[key])
    return [catalogue.entries[place] for place in places][:SUGGESTIONS]


def numbers(catalogue: Catalogue) -> dict[str, list[int]]:
    """The places of the documents in the catalogue, by the normal form of each of their numbers."""
    return _kept("numbers", catalogue, lambda entry: entry.keys)


def titles(catalogue: Catalogue) -> dict[str, list[int]]:
    """The places of the documents in the catalogue, by the normal form of their titles."""
    return _kept("titles", catalogue, lambda entry: (title_key(entry.title),))


def _kept(name: str, catalogue: Catalogue, keys: Callable[[Entry], tuple[str, ...]]) -> dict[str, list[int]]:
    # Made once for each generation: badges ask for numbers all day long.
    kept: dict[str, list[int]] = shelf.shelf().parts.get(
        (name, catalogue.generation), lambda: _by_key(catalogue, keys)
    )
    return kept


def _by_key(catalogue: Catalogue, keys: Callable[[Entry], tuple[str, ...]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(catalogue.entries):
        for key in keys(entry):
            found[key].append(place)
    return found
