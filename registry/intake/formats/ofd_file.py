"""OFD documents (版式文件, GB/T 33190-2016): a ZIP of XML that says which words stand where on which page."""

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from base.errors import BadInput
from registry.intake.formats.extract import Extract
from registry.intake.formats.package import Package
from registry.intake.formats.pen import UNIT, Matrix, times
from registry.intake.formats.printed_page import MOST_FRAGMENTS, Fragment, Page, lines_of

OFD = "{http://www.ofdspec.org/2016}"
POINTS = 72 / 25.4
MOST_PAGES = 1000
A4 = (210.0, 297.0)
SMALLEST = 0.35
WHITE = 0xF2
MOST_DELTAS = 20_000
DEEPEST_BLOCK = 20


def read(content: bytes) -> Extract:
    """The lines of an OFD document; raises BadInput when it is damaged or refers outside itself."""
    return _Ofd(Package(content)).read()


class _Ofd:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.extract = Extract()
        self.templates: dict[str, str] = {}
        self.count = 0

    def read(self) -> Extract:
        root = self.package.xml("OFD.xml")
        roots = [] if root is None else [one.text or "" for one in root.iter(f"{OFD}DocRoot")]
        if not roots:
            raise BadInput("不是完整的 OFD 文件：没有文档入口；请重新导出后再上传。")
        pages = [page for place in roots[:4] for page in self._document(located("", place))]
        self.extract.lines = lines_of(pages, self.extract)
        if not self.extract.lines:
            self.extract.notice("未含文字，请录入正文（可能是扫描件）。")
        if any(
            "/signs/" in name.lower() or name.lower().endswith("signatures.xml")
            for name in self.package.names
        ):
            self.extract.notice("文件带有电子签章：原件按原样保存，读出的文字不带签章效力。")
        return self.extract

    def _document(self, place: str) -> Iterator[Page]:
        document = self.package.xml(place)
        if document is None:
            raise BadInput("OFD 文件不完整：缺少文档内容；请重新导出后再上传。")
        folder = posixpath.dirname(place)
        for template in document.iter(f"{OFD}TemplatePage"):
            self.templates[template.get("ID", "")] = located(folder, template.get("BaseLoc", ""))
        size = _box(next(document.iter(f"{OFD}PhysicalBox"), None)) or (0, 0, *A4)
        listed = [page for pages in document.iter(f"{OFD}Pages") for page in pages.findall(f"{OFD}Page")]
        if len(listed) > MOST_PAGES:
            raise BadInput(f"OFD 有{len(listed)}页，超过上限{MOST_PAGES}页；请拆分后再上传。")
        for page in listed:
            yield self._page(located(folder, page.get("BaseLoc", "")), size)

    def _page(self, place: str, usual: tuple[float, ...]) -> Page:
        root = self.package.xml(place)
        if root is None:
            return Page(usual[2] * POINTS, usual[3] * POINTS)
        area = root.find(f"{OFD}Area")
        size = _box(None if area is None else area.find(f"{OFD}PhysicalBox")) or usual
        page = Page(size[2] * POINTS, size[3] * POINTS)
        below = [self.templates.get(one.get("TemplateID", ""), "") for one in root.findall(f"{OFD}Template")]
        for content in [*(self.package.xml(one) for one in below if one), root]:
            if content is not None:
                for layer in content.iter(f"{OFD}Layer"):
                    self._block(layer, page, size, 0)
        return page

    def _block(self, block: Element, page: Page, size: tuple[float, ...], depth: int) -> None:
        for element in block:
            if element.tag == f"{OFD}TextObject":
                self._text(element, page, size)
            elif element.tag == f"{OFD}PageBlock" and depth < DEEPEST_BLOCK:
                self._block(element, page, size, depth + 1)

    def _text(self, text: Element, page: Page, size: tuple[float, ...]) -> None:
        left, top, *_ = _box_of(text.get("Boundary", "")) or (0.0, 0.0, 0.0, 0.0)
        matrix = _matrix(text.get("CTM", ""))
        height = _number(text.get("Size", "")) or 1.0
        fill = text.find(f"{OFD}FillColor")
        colour = (
            [] if fill is None else [int(one) for one in fill.get("Value", "").split() if one.isdigit()][:4]
        )
        for code in text.findall(f"{OFD}TextCode"):
            place = times((1, 0, 0, 1, _number(code.get("X", "")), _number(code.get("Y", ""))), matrix)
            x, y = place[4] + left - size[0], place[5] + top - size[1]
            scale = abs(place[0]) or abs(place[1]) or 1.0
            words = code.text or ""
            wide = (sum(_deltas(code.get("DeltaX", ""))) or height * (len(words) - 1)) + height
            red = len(colour) == 3 and colour[0] > 0xB0 and max(colour[1:]) < 0x60  # noqa: PLR2004  # RGB
            fragment = Fragment(
                x * POINTS,
                (size[3] - y) * POINTS,
                round(height * scale * POINTS, 1),
                wide * scale * POINTS,
                words,
                red,
            )
            self._sort(fragment, _unseen(text, fill, colour, height * scale), page)

    def _sort(self, fragment: Fragment, why: str, page: Page) -> None:
        self.count += 1
        if self.count > MOST_FRAGMENTS:
            raise BadInput("OFD 的内容过多，无法读取；请拆分后再上传。")
        outside = not (-1 <= fragment.x <= page.width + 1 and -1 <= fragment.y <= page.height + 1)
        if why or outside:
            self.extract.hide(why or "页面之外的文字", fragment.words)
        else:
            page.fragments.append(fragment)


def located(folder: str, place: str) -> str:
    """A place inside the package, from the folder of the part that names it; raises BadInput outside it.

    >>> located("Doc_0", "Pages/Page_0/Content.xml"), located("Doc_0", "/Doc_0/Res.xml")
    ('Doc_0/Pages/Page_0/Content.xml', 'Doc_0/Res.xml')
    """
    joined = posixpath.normpath(
        posixpath.join(folder, place.strip().replace("\\", "/")) if place[:1] != "/" else place[1:]
    )
    if joined.startswith(("..", "/")):
        raise BadInput("OFD 文件引用了包外的路径，不能读取；请重新导出后再上传。")
    return joined


def _unseen(text: Element, fill: Element | None, colour: list[int], height: float) -> str:
    alpha = text.get("Alpha", "255" if fill is None else fill.get("Alpha", "255"))
    if text.get("Visible", "true").lower() == "false" or alpha == "0":
        return "不可见的文字"
    if height <= SMALLEST:
        return "极小的文字"
    return "白色文字" if colour and all(one >= WHITE for one in colour) else ""


def _number(words: str) -> float:
    try:
        value = float(words[:20])
    except ValueError:
        return 0.0
    return value if -1e6 < value < 1e6 else 0.0  # noqa: PLR2004  # a kilometre: no page


def _box_of(words: str) -> tuple[float, ...] | None:
    numbers = tuple(_number(one) for one in words.split()[:4])
    return numbers if len(numbers) == 4 else None  # noqa: PLR2004  # x, y, width, height


def _box(element: Element | None) -> tuple[float, ...] | None:
    return None if element is None else _box_of(element.text or "")


def _matrix(words: str) -> Matrix:
    numbers = [_number(one) for one in words.split()[:6]]
    if len(numbers) < 6:  # noqa: PLR2004  # a matrix has six numbers
        return UNIT
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def _deltas(words: str) -> list[float]:
    """The steps between glyphs; `g 10 3.5` stands for ten times 3.5 (GB/T 33190, 11.3)."""
    parts = words.split()[:MOST_DELTAS]
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < MOST_DELTAS:
        if parts[at] == "g" and at + 2 < len(parts):
            count = int(_number(parts[at + 1]))
            found += [_number(parts[at + 2])] * max(0, min(count, MOST_DELTAS))
            at += 3
        else:
            found.append(_number(parts[at]))
            at += 1
    return found
