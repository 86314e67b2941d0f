"""What the floor of interpretations hands to the application: pages, names, and what the registry shows.

`app.py` is the only caller. The registry never imports from here: what its pages, its desk and its rounds
show of interpretations is handed down through `handed_down`.
"""

from collections.abc import Mapping

from flask import Blueprint

from base.config import Config
from base.staff.roles import Permission
from interpretations.deed_names import NAMES
from interpretations.reads.explaining import Registrar

BLUEPRINTS: tuple[Blueprint, ...] = ()
DEED_NAMES = NAMES
# Parts of the public site: name, address, word.
NAVIGATION: tuple[tuple[str, str, str], ...] = ()
# Parts of the desk: name, address, word, and what one must be allowed to see it.
DESK: tuple[tuple[str, str, str, Permission], ...] = ()


def handed_down(config: Config) -> Mapping[str, object]:
    """What the registry is given, by the name under which it looks for it."""
    return {
        "navigation": NAVIGATION,
        "desk_navigation": DESK,
        "gates": (),
        "watches": (),
        "explanations": Registrar(follows=bool(config.mailing.host)),
    }
