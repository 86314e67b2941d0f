"""The look of Word's runs (字符格式): what is said directly, by a style, by the styles it is based on."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
OFF = frozenset({"0", "false", "off", "none"})
# Nobody sees what is set in a point or less, nor white on white.
SMALLEST = 1.0
WHITE = 0xF2
DEEPEST_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text looks: size in points (0: not said), colour as six hex digits or ""."""

    vanish: bool = False
    size: float = 0
    colour: str = ""
    shaded: bool = False

    @property
    def unseen(self) -> str:
        """Why a reader does not see it; "" when it is seen."""
        if self.vanish:
            return "隐藏文字"
        if 0 < self.size <= SMALLEST:
            return "极小的文字"
        return "白色文字" if not self.shaded and _channels(self.colour, WHITE, 0xFF) else ""

    @property
    def red(self) -> bool:
        """Whether it is red, as letterheads are."""
        colour = self.colour
        return _channels(colour[:2], 0xC0, 0xFF) and _channels(colour[2:], 0, 0x50)


def _channels(colour: str, low: int, high: int) -> bool:
    try:
        values = bytes.fromhex(colour)
    except ValueError:
        return False
    return bool(values) and all(low <= value <= high for value in values)


def child(element: Element | None, *names: str) -> Element | None:
    """The element under these names, one inside the other, or None."""
    for name in names:
        element = None if element is None else element.find(W + name)
    return element


def value(element: Element | None, *names: str) -> str:
    """The `w:val` of the element under these names; "" when it is not there."""
    found = child(element, *names)
    return "" if found is None else found.get(VAL, "")


def switched(element: Element | None, name: str) -> bool | None:
    """Whether a property is switched on, off, or (None) not said."""
    found = child(element, name)
    return None if found is None else found.get(VAL, "1").lower() not in OFF


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        elements = [] if root is None else root.findall(f"{W}style")
        self._styles = {element.get(f"{W}styleId", ""): element for element in elements}
        self._defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        usual = (e for e in elements if e.get(f"{W}default") == "1" and e.get(f"{W}type") == "paragraph")
        self.usual = next((e.get(f"{W}styleId", "") for e in usual), "")

    def chain(self, style: str) -> Iterator[Element]:
        """A style and those it is based on, itself first; a ring ends where it began."""
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < DEEPEST_CHAIN:
            seen.add(style)
            yield self._styles[style]
            style = value(self._styles[style], "basedOn")

    def name(self, style: str) -> str:
        """The name under which Word shows a style (Title, heading 1)."""
        return value(self._styles.get(style), "name")

    def look(self, properties: Element | None, paragraph_style: str) -> Look:
        """How a run with these properties looks in a paragraph of this style."""
        asked = [] if properties is None else [properties]
        asked += [p for p in map(_run, self.chain(value(properties, "rStyle"))) if p is not None]
        asked += [p for p in map(_run, self.chain(paragraph_style or self.usual)) if p is not None]
        asked += [] if self._defaults is None else [self._defaults]
        colour = next((value(p, "color") for p in asked if child(p, "color") is not None), "")
        size = next((value(p, "sz") for p in asked if child(p, "sz") is not None), "")
        return Look(
            vanish=next((on for p in asked if (on := _vanish(p)) is not None), False),
            size=int(size) / 2 if size.isascii() and size.isdigit() and len(size) < 5 else 0,  # noqa: PLR2004
            colour=colour.upper(),
            shaded=any(_shaded(p) for p in asked),
        )


def _run(style: Element) -> Element | None:
    return child(style, "rPr")


def _vanish(properties: Element) -> bool | None:
    hidden = switched(properties, "vanish")
    return switched(properties, "webHidden") if hidden is None else hidden


def _shaded(properties: Element) -> bool:
    shade = child(properties, "shd")
    fill = "" if shade is None else shade.get(f"{W}fill", "")
    return value(properties, "highlight") not in {"", "none", "white"} or fill.upper() not in {
        "",
        "AUTO",
        "FFFFFF",
    }
