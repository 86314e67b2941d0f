"""What day snapshots hand to the application: pages, names, the key at set-up; called by `app.py` only."""

from collections.abc import Callable, Mapping
from pathlib import Path

from flask import Blueprint
from sqlalchemy.orm import Session

from base.config import Config
from registry.attesting import keys
from registry.attesting.views import choosing, confirming, showing

BLUEPRINTS: tuple[Blueprint, ...] = (choosing.pages, showing.pages, confirming.pages)
# What the deeds are called in the audit trail (操作名称).
DEED_NAMES: dict[str, str] = {
    "day_snapshot.make": "制作行为日快照",
    "day_snapshot.key": "启用快照签名密钥",
}
SITEMAP: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("/snapshots/new", "行为日快照", (("/verify", "核验快照"),)),
)
# Reads a file and does nothing with it: the page it stands on is the same for everybody, and has no token.
TOKENLESS: tuple[Callable[..., object], ...] = (confirming.check_file,)


def prepare(session: Session, data: Path) -> None:
    """Make the signing key (制作签名密钥) when the installation is set up."""
    keys.present(session, data)


def handed_down(config: Config) -> Mapping[str, tuple[object, ...]]:
    """What the site map is given."""
    del config
    return {"sitemap": SITEMAP}
