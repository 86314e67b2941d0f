"""What public participation hands to the application: pages, names, and what the desk's rounds find.

`app.py` is the only caller. Each part of the pages brings its own blueprint.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint

from base.config import Config
from base.staff.roles import Permission

BLUEPRINTS: tuple[Blueprint, ...] = ()
# What the deeds of consultations and decisions are called in the audit trail (操作名称).
DEED_NAMES: dict[str, str] = {}
# Parts of the public site: name, address, word.
NAVIGATION: tuple[tuple[str, str, str], ...] = ()
# The same on the site map, with what stands below each.
SITEMAP: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()
# Parts of the desk: name, address, word, and what one must be allowed to see it.
DESK: tuple[tuple[str, str, str, Permission], ...] = ()
# Views that take forms without a token against forged ones.
TOKENLESS: tuple[Callable[..., object], ...] = ()


def handed_down(config: Config) -> Mapping[str, tuple[object, ...]]:
    """What the registry is given, by the name under which it looks for it."""
    del config  # Each watch takes of it what it needs.
    return {"navigation": NAVIGATION, "sitemap": SITEMAP, "desk_navigation": DESK, "watches": ()}
