"""What `templates/interpretations/blocks.html` shows beside an interpretation's words: provisions, files."""

from collections.abc import Mapping
from dataclasses import dataclass

from interpretations.rules.content import Rendered


@dataclass(frozen=True, slots=True)
class ShownRef:
    """A provision that a block explains: how it is cited, where it can be read, what was quoted of it.

    `address` is "" where there is no page for it (a draft); `standing` says in words that it is no longer
    so worded, "" while it is.
    """

    label: str
    address: str = ""
    quoted: str = ""
    standing: str = ""


# By the key of the block.
ShownRefs = Mapping[str, tuple[ShownRef, ...]]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of an interpretation as its page offers it; `width` and `height` of a picture or film."""

    address: str
    filename: str
    media_type: str
    size: int
    seconds: int | None = None
    width: int | None = None
    height: int | None = None

    @property
    def length(self) -> str:
        """How long a recording lasts, in words.

        >>> ShownFile("", "", "video/mp4", 1, 125).length
        '2分5秒'
        """
        minutes, seconds = divmod(self.seconds or 0, 60)
        return f"{minutes}分{seconds}秒" if minutes else f"{seconds}秒"


@dataclass(frozen=True, slots=True)
class ShownFiles:
    """The files of an interpretation by what they are for; None where it has none."""

    media: ShownFile | None = None
    captions: ShownFile | None = None
    picture: ShownFile | None = None


def rendered_of(held: Mapping[str, object]) -> Rendered:
    """The HTML that was made of a version when it was saved, as its row keeps it."""
    return Rendered.read(held)
