"""The words of a Word paragraph (段落文字): what is shown, what is hidden, what a reviser struck out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from registry.intake.formats.extract import Extract
from registry.intake.formats.word_styles import Look, Styles, W, child

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# What only holds other things.
HOLDERS = frozenset(
    W + name
    for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "ins", "moveTo", "fldSimple", "bdo", "dir")
) | {f"{W}ruby", f"{W}rubyBase", f"{W}customXml", f"{MC}AlternateContent"}
STRUCK = frozenset({f"{W}del", f"{W}moveFrom"})
PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
NOTES = {f"{W}footnoteReference": "注", f"{W}endnoteReference": "尾注"}
TEXT_BOX = f"{W}txbxContent"


@dataclass(slots=True)
class Words:
    """One paragraph as it is read: the pieces that are shown with their looks, and its text boxes."""

    pieces: list[tuple[str, Look]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The words as a reader sees them."""
        return "".join(words for words, _ in self.pieces)

    @property
    def size(self) -> float:
        """The size of the largest words."""
        return max((look.size for words, look in self.pieces if words.strip()), default=0)

    @property
    def red(self) -> bool:
        """Whether all of it is red."""
        looks = [look.red for words, look in self.pieces if words.strip()]
        return bool(looks) and all(looks)


class Reader:
    """Reads paragraphs; what is hidden or struck out goes to the extract's own lists."""

    def __init__(self, styles: Styles, extract: Extract) -> None:
        self._styles = styles
        self._extract = extract
        self.struck = 0
        self.pictures = 0
        self._cache: dict[tuple[int, str], Look] = {}

    def words(self, paragraph: Element, style: str) -> Words:
        """The words of a paragraph in a style."""
        found = Words()
        self._read(paragraph, style, found)
        return found

    def _read(self, holder: Element, style: str, found: Words) -> None:
        for element in holder:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, style, found)
            elif tag in STRUCK:
                self._strike(element)
            elif tag in HOLDERS:
                self._read(_choice(element), style, found)
            elif tag in {f"{M}oMath", f"{M}oMathPara"}:
                self._formula(element, found)

    def _run(self, run: Element, style: str, found: Words) -> None:
        look = self._styles.look(child(run, "rPr"), style)
        words = "".join(self._piece(element, found) for element in run)
        if look.unseen:
            self._extract.hide(look.unseen, words)
        elif words:
            found.pieces.append((words, look))

    def _piece(self, element: Element, found: Words) -> str:
        tag = element.tag
        if tag == f"{W}t":
            return element.text or ""
        if tag == f"{W}br":
            return "" if element.get(f"{W}type", "textWrapping") in {"page", "column"} else "\n"
        if tag in NOTES:
            return f"［{NOTES[tag]}{element.get(f'{W}id', '')}］"
        if tag == f"{W}sym":
            return _symbol(element)
        if tag in PICTURES or tag == f"{MC}AlternateContent":
            self._drawn(element, found)
        return SIGNS.get(tag, "")

    def _drawn(self, element: Element, found: Words) -> None:
        boxes = list(_choice(element).iter(TEXT_BOX))
        found.boxes.extend(boxes)
        if not boxes and any(True for _ in element.iter(f"{A}blip")):
            self.pictures += 1

    def _strike(self, element: Element) -> None:
        if any((piece.text or "").strip() for piece in element.iter(f"{W}delText")):
            self.struck += 1

    def _formula(self, element: Element, found: Words) -> None:
        words = "".join(piece.text or "" for piece in element.iter(f"{M}t"))
        if words.strip():
            self._extract.notice("文中有公式，已按字符顺序读入，请核对。")
            found.pieces.append((words, Look()))


def _choice(element: Element) -> Element:
    # Of alternatives the first is what today's Word shows; the fallback says the same again.
    if element.tag != f"{MC}AlternateContent":
        return element
    return next(iter(element.findall(f"{MC}Choice") or element.findall(f"{MC}Fallback")), element)


def _symbol(element: Element) -> str:
    # Symbol fonts keep their signs in the private area: a box says that something stands here.
    code = element.get(f"{W}char", "")
    try:
        sign = chr(int(code[:6], 16))
    except (ValueError, OverflowError):
        return ""
    return "□" if "\ue000" <= sign <= "\uf8ff" or not sign.isprintable() else sign


Paragraphs = Callable[[Element], None]
