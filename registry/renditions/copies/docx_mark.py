"""The mark in a Word document (首页和页眉标注): only called in the limited child (`copies.child`).

A bordered red paragraph opens the text, and the head of every page of every section says the same. Only the
parts that change are written anew; what is not built as expected is refused, never guessed at.
"""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree
from lxml.etree import _Element as Element

from base.errors import BadInput
from registry.intake import zip_directory

MOST_BYTES = 200 * 2**20
LARGEST_PART = 40 * 2**20
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
TEXT, RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
OURS = "word/headerRegistryMark.xml"
PLACES = ("default", "first", "even")
# XML 1.0, 2.2: what no XML may hold.
UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FAULTS = (BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, zlib.error, EOFError, NotImplementedError)


def marked(content: bytes, lines: tuple[str, ...], head: str) -> bytes:
    """The document with `lines` as its first paragraph and `head` on top of every page.

    Raises BadInput when it is not built as Word builds documents.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            return _marked(package, _safe_names(content), lines, head)
    except FAULTS as fault:
        raise BadInput(f"Word文档的结构无法识别，无法加注（{type(fault).__name__}）") from fault


def _safe_names(content: bytes) -> list[str]:
    entries = zip_directory.read(content).entries
    names = [entry.name for entry in entries]
    if len(set(names)) < len(names) or any(entry.encrypted for entry in entries) or OURS in names:
        raise BadInput("Word文档的压缩结构异常，无法加注")
    if sum(entry.size for entry in entries) > MOST_BYTES:
        raise BadInput("Word文档解开后过大，无法加注")
    return names


def _marked(package: ZipFile, names: list[str], lines: tuple[str, ...], head: str) -> bytes:
    changed = {name: _parsed(package, name) for name in (TEXT, RELATIONS, TYPES)}
    _expect(changed[TYPES])
    body = changed[TEXT].find(_w("body"))
    if changed[TEXT].tag != _w("document") or body is None:
        raise BadInput("Word文档没有正文，无法加注")
    changed |= {name: _parsed(package, name) for name in _headers(changed[RELATIONS])}
    for name in changed.keys() - {TEXT, RELATIONS, TYPES}:
        if changed[name].tag != _w("hdr"):
            raise BadInput("Word文档的页眉无法识别，无法加注")
        changed[name].insert(0, _paragraph((head,), size=18))
    body.insert(0, _paragraph(lines, size=28))
    _give_headers(body, changed, head)
    return _written(package, names, changed)


def _expect(types: Element) -> None:
    """Raises BadInput unless the main part is a plain Word document (no template, no macros)."""
    declared = {node.get("PartName"): node.get("ContentType") for node in types}
    if declared.get(f"/{TEXT}") != MAIN_TYPE:
        raise BadInput("不是普通的Word文档，无法加注")


def _headers(relations: Element) -> set[str]:
    """The parts that hold headers."""
    found = set()
    for link in relations:
        if link.get("Type") == f"{LINKS}/header" and link.get("TargetMode") != "External":
            target = link.get("Target", "")
            found.add(target.lstrip("/") if target.startswith("/") else f"word/{target}")
    return found


def _give_headers(body: Element, changed: dict[str, Element], head: str) -> None:
    """Let the first section have all three headers; the sections after it have its own, or theirs, marked."""
    sections = list(body.iter(_w("sectPr")))
    first = sections[0] if sections else etree.SubElement(body, _w("sectPr"))
    taken = {node.get(_w("type")) for node in first.findall(_w("headerReference"))}
    missing = [place for place in PLACES if place not in taken]
    if not missing:
        return
    link = "rIdRegistryMark"
    for place in missing:
        first.insert(0, _element("headerReference", {_w("type"): place, f"{{{LINKS}}}id": link}))
    relation = {"Id": link, "Type": f"{LINKS}/header", "Target": OURS.removeprefix("word/")}
    etree.SubElement(changed[RELATIONS], f"{{{PACKAGE}/relationships}}Relationship", relation)
    part = {"PartName": f"/{OURS}", "ContentType": HEADER_TYPE}
    etree.SubElement(changed[TYPES], f"{{{PACKAGE}/content-types}}Override", part)
    header = etree.Element(_w("hdr"), nsmap={"w": WORDS, "r": LINKS})
    header.append(_paragraph((head,), size=18))
    changed[OURS] = header


def _paragraph(lines: tuple[str, ...], size: int) -> Element:
    """A bordered paragraph in bold red; `size` in half points. Nothing of it depends on the styles there."""
    paragraph = _element("p")
    form = _within(paragraph, "pPr")
    border = _within(form, "pBdr")
    for side in ("top", "left", "bottom", "right"):
        _within(border, side, {_w("val"): "single", _w("sz"): "12", _w("space"): "4", _w("color"): "A3161F"})
    _within(
        form, "spacing", {_w("before"): "0", _w("after"): "120", _w("line"): "240", _w("lineRule"): "auto"}
    )
    _within(form, "ind", {_w("left"): "0", _w("right"): "0", _w("firstLine"): "0"})
    _within(form, "jc", {_w("val"): "left"})
    for place, line in enumerate(lines):
        run = _within(paragraph, "r")
        _look(run, size if place == 0 else min(size, 21))
        if place:
            _within(run, "br")
        text = _within(run, "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = UNWRITABLE.sub("", line)
    return paragraph


def _look(run: Element, size: int) -> None:
    look = _within(run, "rPr")
    fonts = {_w("ascii"): "SimHei", _w("hAnsi"): "SimHei", _w("eastAsia"): "黑体"}
    _within(look, "rFonts", fonts)
    _within(look, "b")
    for name in ("strike", "vanish"):
        _within(look, name, {_w("val"): "0"})
    _within(look, "color", {_w("val"): "A3161F"})
    for name in ("sz", "szCs"):
        _within(look, name, {_w("val"): str(size)})


def _written(package: ZipFile, names: list[str], changed: dict[str, Element]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as copy:
        for name in [*names, *(changed.keys() - set(names))]:
            # A fixed date: the same notice gives the same bytes.
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            if name in changed:
                whole = etree.tostring(changed[name], xml_declaration=True, encoding="UTF-8", standalone=True)
                copy.writestr(entry, whole)
            else:
                copy.writestr(entry, package.read(name))
    return made.getvalue()


def _parsed(package: ZipFile, name: str) -> Element:
    if package.getinfo(name).file_size > LARGEST_PART:
        raise BadInput("Word文档的正文过大，无法加注")
    content = package.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadInput("Word文档中有不应出现的声明，无法加注")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _w(name: str) -> str:
    return f"{{{WORDS}}}{name}"


def _element(name: str, attributes: dict[str, str] | None = None) -> Element:
    return etree.Element(_w(name), attributes or {}, nsmap={"w": WORDS})


def _within(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    return etree.SubElement(parent, _w(name), attributes or {})
