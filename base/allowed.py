"""The HTML that may come from outside: our own short list, with spans and depth capped."""

from html import escape
from html.parser import HTMLParser

import nh3

BLOCKS = "p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre"
TABLES = "table caption thead tbody tfoot tr th td"
WORDS = "a strong em b i u s del ins sub sup code"
TAGS = frozenset(f"{BLOCKS} {TABLES} {WORDS}".split())
# Their contents are no text for a reader: they go with the tag.
ACTIVE = "script style title iframe object embed noscript template svg math"
DROPPED = frozenset(f"{ACTIVE} textarea select xmp noembed noframes".split())
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# `<td colspan=1000000>` keeps a typesetter busy for minutes; real tables stay far below these.
MOST = {"colspan": 40, "rowspan": 400, "start": 10_000}
DEEPEST = 40
VOID = frozenset({"br", "hr"})


def only_allowed(html: str) -> str:
    """What is allowed of some HTML, balanced; what is left out leaves its words, scripts leave nothing.

    >>> only_allowed('<p onclick="x()">甲<img src="http://e.example/x.png"><script>x()</script></p>')
    '<p>甲</p>'
    """
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(DROPPED),
        # "*" replaces the library's own list, which lets title and lang stand anywhere.
        attributes={"*": set()} | {tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_kept,
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener noreferrer",
    )
    return shallow(clean)


def _kept(_tag: str, name: str, value: str) -> str | None:
    if name not in MOST:
        return value
    known = value.isascii() and value.isdecimal() and 0 < int(value[:9]) <= MOST[name]
    return value if known else None


class _Flattener(HTMLParser):
    """Leaves out the tags that stand too deep, and keeps their words."""

    def __init__(self, deepest: int) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._deepest = deepest
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.parts.append(f"<{tag}>")
            return
        self._depth += 1
        if self._depth <= self._deepest:
            own = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self.parts.append(f"<{tag}{own}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._depth <= self._deepest:
            self.parts.append(f"</{tag}>")
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data, quote=False))


def shallow(html: str, deepest: int = DEEPEST) -> str:
    """Balanced HTML without the tags that stand deeper than `deepest`; their words stay.

    >>> shallow("<ul><li><b>甲</b></li></ul>", 2)
    '<ul><li>甲</li></ul>'
    """
    flattener = _Flattener(deepest)
    flattener.feed(html)
    flattener.close()
    return "".join(flattener.parts)
