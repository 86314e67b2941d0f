"""What the floor of search hands to the application: pages, and what desk and rounds show of it.

`app.py` is the only caller, as of `interpretations.routes`.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint

from base.config import Config
from base.staff.roles import Permission
from search.deed_names import NAMES
from search.desk import searches, words
from search.statistics.watching import WATCH
from search.views import counting
from search.views.routes import search

BLUEPRINTS: tuple[Blueprint, ...] = (search, searches.desk, words.desk)
DEED_NAMES = NAMES
# Sent by the browser itself while a page is left: it carries no token, and does nothing but count.
TOKENLESS: tuple[Callable[..., object], ...] = (counting.opened,)
DESK: tuple[tuple[str, str, str, Permission], ...] = (
    ("searches", "/desk/search", "检索统计", Permission.READ_SEARCHES),
    ("words", "/desk/words", "检索词表", Permission.KEEP_WORDS),
)


def handed_down(config: Config) -> Mapping[str, tuple[object, ...]]:
    """What the registry is given, by the name under which it looks for it."""
    del config
    return {"desk_navigation": DESK, "watches": (WATCH,)}
