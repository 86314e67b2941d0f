"""Sample interpretations and enquiries (示例解读与咨询), written for the fictional province.

One TOML file for each interpretation. Its blocks name the provisions they explain as people do (第四条);
`published` is a minute in Shanghai, `published_days_ago` one that keeps its distance to the day of loading.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from base.clock import SHANGHAI
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.terms import Aspect, BlockKind, Form, Layout, Origin
from registry.law.designations import eid_of

FOLDER = Path(__file__).parent
PLAIN = ("title", "lead", "speaker", "contact", "credit", "source_url")


def files() -> Iterator[Mapping[str, object]]:
    """Every sample interpretation as its file has it, in order."""
    return (tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("[0-9]*.toml")))


def content(held: Mapping[str, object]) -> Content:
    """What a sample interpretation says."""
    blocks = held["block"]
    assert isinstance(blocks, list)  # noqa: S101  # our own files
    return Content(
        **{name: str(held.get(name, "")) for name in PLAIN},  # type: ignore[arg-type]  # words, all of them
        form=Form(str(held["form"])),
        origin=Origin(str(held.get("origin", "own"))),
        layout=Layout(str(held.get("layout", "points"))),
        blocks=tuple(_block(place, each) for place, each in enumerate(blocks, 1)),
    )


def _block(place: int, held: Mapping[str, object]) -> Block:
    named = held.get("refs", [])
    assert isinstance(named, list)  # noqa: S101  # our own files
    return Block(
        key=f"b{place}",
        kind=BlockKind(str(held["kind"])),
        heading=str(held.get("heading", "")),
        words=str(held.get("words", "")).strip(),
        aside=str(held.get("aside", "")).strip(),
        aspect=Aspect(str(held["aspect"])) if "aspect" in held else None,
        refs=tuple(Ref(0, eid_of(each) or each) for each in named),
    )


def moment(held: Mapping[str, object], now: datetime) -> datetime:
    """When a sample interpretation became public."""
    if "published" in held:
        return datetime.fromisoformat(str(held["published"])).replace(tzinfo=SHANGHAI).astimezone(UTC)
    return now - timedelta(days=int(str(held["published_days_ago"])))
