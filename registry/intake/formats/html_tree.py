"""A web page as a small tree (网页结构), grown from balanced HTML only."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from base.errors import BadInput

VOID = frozenset({"br", "hr"})
# Real pages nest up to some 60 elements; 8,000-fold nesting is no page.
DEEPEST = 150
MOST_NODES = 300_000


@dataclass(slots=True)
class Element:
    """An element with its attributes and what it holds: elements and words."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def words(self) -> str:
        """All words inside, one after the other."""
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def elements(self) -> list["Element"]:
        """The elements directly inside."""
        return [child for child in self.children if isinstance(child, Element)]


class _Grower(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("#root")]
        self._deeper = 0
        self._nodes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise BadInput("网页的内容过多，无法读取；请只保存正文后再上传。")
        if tag in VOID:
            self.open[-1].children.append(Element(tag))
        elif len(self.open) >= DEEPEST:
            # Deeper tags are left out, their words stay.
            self._deeper += 1
        else:
            element = Element(tag, {name: value or "" for name, value in attrs})
            self.open[-1].children.append(element)
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._deeper:
            self._deeper -= 1
        elif len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def grown(balanced: str) -> Element:
    """The tree of balanced HTML (as nh3 gives it); raises BadInput for more than 300,000 elements."""
    grower = _Grower()
    grower.feed(balanced)
    grower.close()
    return grower.open[0]
