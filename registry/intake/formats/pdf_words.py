"""The words of a PDF page (PDF 文字), with their places, colours and what keeps them from being seen.

An own reading of the page's operators (ISO 32000-1, 9.4): pypdf's extraction gives no render mode, no
colour and no place within a run, and these tell hidden words from printed ones. pypdf reads
objects, filters and fonts.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pypdf.generic import ContentStream, DictionaryObject
from pypdf.generic._font import Font

from registry.intake.formats.pen import UNIT, Matrix, Pen, matrix_of, numbers, times
from registry.intake.formats.printed_page import Fragment

INVISIBLE = frozenset({3, 7})
DEEPEST_FORM = 6
MOST_FORMS = 500
MOST_SHOWN = 60_000
STEEP = 0.3
SMALLEST = 1.0
TWO_BYTES, COMPOSITE = "utf-16-be", frozenset({"Type0", "CIDFontType0", "CIDFontType2"})
WHITE = 0.95


Seen = Callable[[Fragment, str], None]


class PageWords:
    """Reads one page's operators; every run of words goes to `seen` with why it is not seen, or ""."""

    def __init__(self, seen: Seen, hidden_layers: frozenset[int], start: Matrix = UNIT) -> None:
        self._seen = seen
        self._layers = hidden_layers
        self._pen = Pen(matrix=start)
        self._kept: list[Pen] = []
        self._text = self._line = UNIT
        self._fonts: dict[str, Font] = {}
        self._known: dict[int, Font] = {}
        self._resources = DictionaryObject()
        self._marked: list[bool] = []
        self.forms = 0
        self.shown = 0
        self.pictures = 0

    def read(self, stream: ContentStream, resources: DictionaryObject, depth: int = 0) -> None:
        """Follow the operators of a page or form with its resources."""
        outside = self._resources, self._fonts
        self._resources, self._fonts = resources, {}
        for operands, operator in stream.operations:
            if operator == b"Do":
                self._draw(operands, depth)
            elif handler := HANDLERS.get(operator):
                handler(self, operands)
        self._resources, self._fonts = outside

    def save(self, _operands: list[Any]) -> None:
        """`q`."""
        if len(self._kept) < 1000:  # noqa: PLR2004  # real pages keep a dozen
            self._kept.append(self._pen)

    def restore(self, _operands: list[Any]) -> None:
        """`Q`."""
        if self._kept:
            self._pen = self._kept.pop()

    def transform(self, operands: list[Any]) -> None:
        """`cm`."""
        self._pen = replace(self._pen, matrix=times(matrix_of(operands), self._pen.matrix))

    def begin(self, _operands: list[Any]) -> None:
        """`BT`."""
        self._text = self._line = UNIT

    def place(self, operands: list[Any]) -> None:
        """`Tm`."""
        self._text = self._line = matrix_of(operands)

    def move(self, operands: list[Any]) -> None:
        """`Td`."""
        x, y = numbers(operands, 2)
        self._text = self._line = times((1, 0, 0, 1, x, y), self._line)

    def move_leading(self, operands: list[Any]) -> None:
        """`TD`."""
        self._pen = replace(self._pen, leading=-numbers(operands, 2)[1])
        self.move(operands)

    def next_line(self, _operands: list[Any]) -> None:
        """`T*`."""
        self.move([0, -self._pen.leading])

    def font(self, operands: list[Any]) -> None:
        """`Tf`."""
        name = str(operands[0]) if operands else ""
        self._pen = replace(self._pen, font=name, size=numbers(operands[1:], 1)[0])

    def show(self, operands: list[Any]) -> None:
        """`Tj`."""
        self._show(operands[-1] if operands else b"")

    def show_next(self, operands: list[Any]) -> None:
        """`'` and `"`."""
        if len(operands) > 2:  # noqa: PLR2004  # `"` sets both spacings
            word, letter = numbers(operands, 2)
            self._pen = replace(self._pen, word_spacing=word, spacing=letter)
        self.next_line([])
        self.show(operands)

    def show_spaced(self, operands: list[Any]) -> None:
        """`TJ`."""
        for part in operands[0] if operands and isinstance(operands[0], list) else []:
            if isinstance(part, (bytes, str)):
                self._show(part)
            elif isinstance(part, (int, float)):
                self._advance(-float(part) / 1000 * self._pen.size * self._pen.scale)

    def colour(self, operands: list[Any]) -> None:
        """`g`, `rg`, `sc`, `scn`."""
        values = tuple(float(one) for one in operands if isinstance(one, (int, float)))
        self._pen = replace(self._pen, colour=values or (0.5,))

    def ink(self, operands: list[Any]) -> None:
        """`k`: four inks, as red, green and blue."""
        cyan, magenta, yellow, black = numbers(operands, 4)
        self._pen = replace(
            self._pen, colour=tuple((1 - one) * (1 - black) for one in (cyan, magenta, yellow))
        )

    def mark(self, operands: list[Any]) -> None:
        """`BMC`, `BDC`: the layer (optional content) in which what follows stands."""
        hidden = False
        if len(operands) > 1 and str(operands[0]) == "/OC" and isinstance(operands[1], str):
            layers = _held(self._resources, "/Properties")
            layer = layers.raw_get(operands[1]) if operands[1] in layers else None
            hidden = getattr(layer, "idnum", -1) in self._layers
        self._marked.append(hidden)

    def unmark(self, _operands: list[Any]) -> None:
        """`EMC`."""
        if self._marked:
            self._marked.pop()

    def state(self, name: str, operands: list[Any]) -> None:
        """`Tc`, `Tw`, `TL`, `Ts`, `Tz`, `Tr`."""
        value = numbers(operands, 1)[0]
        changes: dict[str, Any] = {name: value / 100 if name == "scale" else value}
        self._pen = replace(self._pen, **({"mode": int(value)} if name == "mode" else changes))

    def _draw(self, operands: list[Any], depth: int) -> None:
        forms = _held(self._resources, "/XObject")
        form = forms.get(operands[0]) if operands else None
        form = form.get_object() if form is not None else None
        if not isinstance(form, DictionaryObject):
            return
        if form.get("/Subtype") == "/Image":
            self.pictures += 1
        elif form.get("/Subtype") == "/Form" and depth < DEEPEST_FORM and self.forms < MOST_FORMS:
            self.forms += 1
            self._form(form, depth)

    def _form(self, form: DictionaryObject, depth: int) -> None:
        outside = self._pen, self._text, self._line
        matrix = form.get("/Matrix", [])
        self._pen = replace(self._pen, matrix=times(matrix_of(list(matrix)), self._pen.matrix))
        inside = _held(form, "/Resources") or self._resources
        hidden = getattr(form.get("/OC"), "idnum", -1) in self._layers
        self._marked.append(hidden)
        self.read(ContentStream(form, None, "bytes"), inside, depth + 1)
        self._marked.pop()
        self._pen, self._text, self._line = outside

    def _show(self, raw: bytes | str) -> None:
        self.shown += 1
        font = self._font()
        if font is None or self.shown > MOST_SHOWN:
            return
        words, glyphs = _decoded(raw, font)
        pen, place = self._pen, times(self._text, self._pen.matrix)
        across = pen.scale * math.hypot(place[0], place[1])
        size = abs(pen.size) * math.hypot(place[2], place[3])
        widths = sum(map(font.get_text_width, glyphs)) / 1000 * pen.size
        length = widths + pen.spacing * len(glyphs) + pen.word_spacing * glyphs.count(" ")
        x, y = place[4] + pen.rise * place[2], place[5] + pen.rise * place[3]
        fragment = Fragment(x, y, round(size, 1), length * across, words, _is_red(pen.colour))
        self._seen(fragment, self._unseen(place, size))
        self._advance(length * pen.scale)

    def _unseen(self, place: Matrix, size: float) -> str:
        if self._pen.mode in INVISIBLE:
            return "不可见的文字"
        if any(self._marked):
            return "隐藏图层中的文字"
        if size <= SMALLEST:
            return "极小的文字"
        if all(one > WHITE for one in self._pen.colour):
            return "白色文字"
        return "斜置的文字" if abs(place[1]) > STEEP * math.hypot(place[0], place[1]) else ""

    def _advance(self, length: float) -> None:
        self._text = times((1, 0, 0, 1, length, 0), self._text)

    def _font(self) -> Font | None:
        name = self._pen.font
        if name not in self._fonts:
            found = _held(self._resources, "/Font").get(name)
            found = found.get_object() if found is not None else None
            if not isinstance(found, DictionaryObject):
                return None
            if id(found) not in self._known:
                self._known[id(found)] = Font.from_font_resource(found)
            self._fonts[name] = self._known[id(found)]
        return self._fonts[name]


def _held(holder: DictionaryObject, name: str) -> DictionaryObject:
    found = holder.get(name)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _decoded(raw: bytes | str, font: Font) -> tuple[str, str]:
    # The words as Unicode, and the signs by which the font knows its widths.
    if isinstance(raw, str):
        return raw, raw
    if font.encoding == TWO_BYTES or (font.sub_type in COMPOSITE and not isinstance(font.encoding, str)):
        # Codes of two bytes, whichever: not text, so nothing may be taken for a pair of surrogates. A CMap
        # inside the file is not read by pypdf; those that are met in practice have two bytes too.
        glyphs = "".join(chr(raw[at] << 8 | raw[at + 1]) for at in range(0, len(raw) - 1, 2))
    elif isinstance(font.encoding, str):
        glyphs = raw.decode(font.encoding, "replace")
    else:
        glyphs = "".join(font.encoding.get(byte, chr(byte)) for byte in raw)
    return "".join(font.character_map.get(glyph, glyph) for glyph in glyphs), glyphs


def _is_red(colour: tuple[float, ...]) -> bool:
    return len(colour) == 3 and colour[0] > 0.7 and max(colour[1:]) < 0.35  # noqa: PLR2004  # red, green, blue


Handler = Callable[[PageWords, list[Any]], None]


def _state(name: str) -> Handler:
    return lambda words, operands: words.state(name, operands)


HANDLERS: dict[bytes, Handler] = {
    b"q": PageWords.save,
    b"Q": PageWords.restore,
    b"cm": PageWords.transform,
    b"BT": PageWords.begin,
    b"Tm": PageWords.place,
    b"Td": PageWords.move,
    b"TD": PageWords.move_leading,
    b"T*": PageWords.next_line,
    b"Tf": PageWords.font,
    b"Tj": PageWords.show,
    b"'": PageWords.show_next,
    b'"': PageWords.show_next,
    b"TJ": PageWords.show_spaced,
    b"g": PageWords.colour,
    b"rg": PageWords.colour,
    b"sc": PageWords.colour,
    b"scn": PageWords.colour,
    b"k": PageWords.ink,
    b"BMC": PageWords.mark,
    b"BDC": PageWords.mark,
    b"EMC": PageWords.unmark,
    b"Tc": _state("spacing"),
    b"Tw": _state("word_spacing"),
    b"Tz": _state("scale"),
    b"TL": _state("leading"),
    b"Ts": _state("rise"),
    b"Tr": _state("mode"),
}
