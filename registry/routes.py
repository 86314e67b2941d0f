"""What the registry itself hands to the application: pages, desk and checking; called by `app.py` only."""

from collections.abc import Callable, Mapping

from flask import Blueprint

from base.config import Config
from registry.checking import pages as checking
from registry.desk import (
    cleaning,
    consolidating,
    deed_names,
    drafting,
    home,
    marking,
    originals,
    proposing,
    tasks,
)
from registry.views.frame import appearance
from registry.views.routes import pages

BLUEPRINTS: tuple[Blueprint, ...] = (
    pages,
    checking.pages,
    home.desk,
    drafting.desk,
    proposing.desk,
    consolidating.desk,
    marking.desk,
    originals.desk,
    cleaning.desk,
    tasks.desk,
)
DEED_NAMES: dict[str, str] = deed_names.NAMES
# The look of the pages belongs to nobody: whoever switches it for a reader gains nothing.
TOKENLESS: tuple[Callable[..., object], ...] = (appearance, *checking.TOKENLESS)


def handed_down(config: Config) -> Mapping[str, tuple[object, ...]]:
    """Nothing: what it needs of others is handed to it."""
    del config
    return {}
