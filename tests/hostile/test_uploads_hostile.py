"""Hostile uploads: each is refused with a sentence, or read and kept without harm, in about a second."""

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import pytest
from docx import Document
from pypdf import PdfWriter

from base.errors import BadInput
from registry.intake import opener, reading, tables_of_files, uploads
from registry.intake.uploads import ATTACHMENTS, SOURCES, TABLES, FileType, Upload

# The promise is one second on an idle machine. By the clock on the wall, for a child reads the files.
SECONDS = 3.0
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|svg|img|link|meta|form|input)[\s>/]|<[^<>]{0,200}\son[a-z]{3,20}\s*=",
    re.IGNORECASE,
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STEPS = (
    '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
    '<ofd:TextObject Boundary="0 0 100 100" Size="5">'
    '<ofd:TextCode X="1" Y="1" DeltaX="g 999999999 1">甲</ofd:TextCode>'
    "</ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
)
RING = (
    f'<w:styles {W}><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
    '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
)
WORD_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
SENTENCE = "第一条　为了保护湿地，制定本办法。"


@dataclass(frozen=True)
class Met:
    """What became of a file: the refusal's sentence, or the upload with what was read from it."""

    refusal: str = ""
    upload: Upload | None = None
    text: str = ""
    hidden: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@pytest.fixture(scope="module", autouse=True)
def _warm() -> Iterator[None]:
    """A child that has its modules loaded, as in a site that has been running for a minute."""
    opener.read(SENTENCE.encode(), "txt", "预热.txt")
    yield
    opener.shared().close()


def meet(content: bytes, filename: str) -> Met:
    """Everything the desk does with a file: accept it, read its text, read its table."""
    text, hidden, notices = "", (), ()
    try:
        upload = uploads.accept(content, filename, ATTACHMENTS)
        if upload.file_type in SOURCES:
            found = reading.read_upload(upload)
            text, hidden, notices = found.markdown + str(found.fields), found.hidden, found.notices
        elif upload.file_type in TABLES:
            text = "\n".join("\t".join(row) for row in tables_of_files.read_table(upload))
    except BadInput as refused:
        return Met(refused.sentence)
    return Met("", upload, text, hidden, notices)


def packed(parts: dict[str, bytes | str], level: int = 9) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return made.getvalue()


def word(body: str, **more: bytes | str) -> bytes:
    """A Word document with this body; other parts by their names, `__` for `/` and `_DOT_` for a dot."""
    parts = {
        "[Content_Types].xml": WORD_TYPES,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    parts |= {name.replace("__", "/").replace("_DOT_", "."): part for name, part in more.items()}
    return packed(parts)


def paragraph(words: str = SENTENCE) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def raw_word(document: bytes | str) -> bytes:
    return packed({"[Content_Types].xml": WORD_TYPES, "word/document.xml": document})


def laughs(depth: int = 12) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))
    words = f"<w:p><w:r><w:t>&a{depth - 1};</w:t></w:r></w:p>"
    return f'<!DOCTYPE d [<!ENTITY a0 "哈">{entities}]><w:document {W}><w:body>{words}</w:body></w:document>'


def outside(target: str) -> str:
    return (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{target}">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )


def relation(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )


def zip_with_link() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        link = zipfile.ZipInfo("附件/passwd")
        link.external_attr = 0o120777 << 16
        book.writestr(link, "/etc/passwd")
    return made.getvalue()


def lying_zip(size: int) -> bytes:
    """A directory that says a part is small when it is not."""
    content = bytearray(word(paragraph() * 60_000))
    at = content.find(b"PK\x01\x02", content.find(b"word/document.xml") + 100)
    while at >= 0 and content[at + 46 : at + 46 + 17] != b"word/document.xml":
        at = content.find(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", content, at + 24, size)
    return bytes(content)


def nested_zip(depth: int) -> bytes:
    content = packed({"底.txt": b"0" * 5_000_000})
    for level in range(depth):
        content = packed({f"{level}.zip": content, f"{level}b.zip": content})
    return content


def twice() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("word/document.xml", "甲")
        with pytest.warns(UserWarning, match="Duplicate"):
            book.writestr("word/document.xml", "乙")
    return made.getvalue()


def many_entries(count: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for number in range(count):
            book.writestr(f"{number}", b"")
    return made.getvalue()


def pdf(*objects: str | bytes, root: int = 1, more: str = "") -> bytes:
    """A PDF of these objects, numbered from 1."""
    content, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        body = one if isinstance(one, bytes) else one.encode()
        content += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return (
        content
        + f"trailer\n<</Size {len(objects) + 1}/Root {root} 0 R{more}>>\nstartxref\n{start}\n%%EOF".encode()
    )


def stream(data: bytes, head: str = "") -> bytes:
    return f"<<{head}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def page_pdf(
    content: bytes, catalog: str = "", page: str = PAGE, *others: str | bytes, head: str = ""
) -> bytes:
    return pdf(
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        stream(content, head),
        FONT,
        *others,
    )


def shown(words: str = "Harmless words of a page") -> bytes:
    return f"BT /F 12 Tf 72 700 Td ({words}) Tj ET".encode()


def encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def embedded_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("virus.exe", b"MZ")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def scripted_pdf() -> bytes:
    return page_pdf(shown(), "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>")


def hidden_name_pdf() -> bytes:
    """A script whose name is spelt with escapes."""
    return page_pdf(shown(), "/OpenAction<</S/J#61vaScript/JS(app.alert(1))>>")


def image_bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


def ofd(parts: dict[str, bytes | str], root: str = "Doc_0/Document.xml") -> bytes:
    body = f"<ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>"
    head = f'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">{body}</ofd:OFD>'
    return packed({"OFD.xml": head, **parts})


def ofd_document(pages: str) -> str:
    return (
        f'<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages>{pages}</ofd:Pages></ofd:Document>'
    )


def sheet(parts: dict[str, bytes | str]) -> bytes:
    usual = {
        "[Content_Types].xml": WORD_TYPES,
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}"><sheets/></workbook>',
    }
    return packed(usual | parts)


def bare_ofd() -> bytes:
    return ofd({})


def bare_sheet() -> bytes:
    return sheet({})


def mixed_types() -> bytes:
    made = io.BytesIO()
    book = Document()
    book.add_paragraph(SENTENCE)
    book.save(made)
    return made.getvalue()


SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href='javascript:alert(1)'>点此</a>",
    "<body onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='data:text/html;base64,PHNjcmlwdD4='>",
    "<form action=javascript:alert(1)><input type=submit autofocus onfocus=alert(1)></form>",
    "<style>@import 'http://e.example/x.css';</style>",
    "<link rel=stylesheet href=http://e.example/x.css>",
    "<meta http-equiv=refresh content='0;url=http://e.example'>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    "<ScRiPt/x>alert(1)</ScRiPt >",
    "<base href=http://e.example/><scr<script>ipt>alert(1)</script>",
)


def web(script: str) -> bytes:
    body = f"<h1>某省湿地保护办法</h1><p>{SENTENCE}{script}</p>"
    return f"<!doctype html><html><meta charset=utf-8><body>{body}</body></html>".encode()


Case = tuple[str, Callable[[], bytes], str]
CASES: list[Case] = [
    (
        "zip bomb in a Word document",
        lambda: word("", word__media__a_DOT_bin=b"\0" * 120_000_000),
        "办法.docx",
    ),
    ("a document part of 300 MB", lambda: raw_word(b"<a>" + b" " * 90_000_000), "办法.docx"),
    ("a directory that lies about sizes", lambda: lying_zip(100), "办法.docx"),
    ("zips in zips", lambda: nested_zip(12), "材料.zip"),
    ("20,000 entries", lambda: many_entries(20_000), "材料.zip"),
    ("billion laughs", lambda: raw_word(laughs()), "办法.docx"),
    ("billion laughs in UTF-16", lambda: raw_word(laughs().encode("utf-16")), "办法.docx"),
    ("an entity that reads a file", lambda: raw_word(outside("file:///etc/passwd")), "办法.docx"),
    ("an entity that asks a server", lambda: raw_word(outside("http://127.0.0.1:9/x")), "办法.docx"),
    (
        "an external document type",
        lambda: raw_word('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd"><d/>'),
        "办法.docx",
    ),
    (
        "parameter entities",
        lambda: raw_word('<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><d/>'),
        "办法.docx",
    ),
    (
        "quadratic entity blow-up",
        lambda: raw_word(f'<!DOCTYPE d [<!ENTITY a "{"甲" * 50_000}">]><d>{"&a;" * 5_000}</d>'),
        "办法.docx",
    ),
    (
        "10,000 tables in tables",
        lambda: word("<w:tbl><w:tr><w:tc>" * 10_000 + paragraph() + "</w:tc></w:tr></w:tbl>" * 10_000),
        "办法.docx",
    ),
    ("100,000 paragraphs", lambda: word(paragraph() * 100_000), "办法.docx"),
    (
        "a million columns in a row",
        lambda: word(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='1000000'/></w:tcPr>"
            f"{paragraph()}</w:tc><w:tc/></w:tr></w:tbl>"
        ),
        "办法.docx",
    ),
    (
        "styles based on each other in a ring",
        lambda: word(
            f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>',
            word__styles_DOT_xml=RING,
        ),
        "办法.docx",
    ),
    (
        "a template from another machine",
        lambda: word(
            paragraph(),
            word___rels__settings_DOT_xml_DOT_rels=relation("attachedTemplate", "http://e.example/t.dotm"),
        ),
        "办法.docx",
    ),
    (
        "an object from another machine",
        lambda: word(
            paragraph(), word___rels__document_DOT_xml_DOT_rels=relation("oleObject", "http://e.example/o")
        ),
        "办法.docx",
    ),
    ("macros", lambda: word(paragraph(), word__vbaProject_DOT_bin=b"\xd0\xcf"), "办法.docx"),
    (
        "macros by their type only",
        lambda: packed(
            {
                "[Content_Types].xml": WORD_TYPES.replace(
                    "application/xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
                ),
                "word/document.xml": f"<w:document {W}><w:body>{paragraph()}</w:body></w:document>",
            }
        ),
        "办法.docx",
    ),
    ("a document without a body", lambda: raw_word(f"<w:document {W}/>"), "办法.docx"),
    ("a document of zeros", lambda: raw_word(b"\0" * 1000), "办法.docx"),
    ("the same part twice", twice, "办法.docx"),
    ("paths out of the package", lambda: word(paragraph(), **{"..__..__etc__cron": b"x"}), "办法.docx"),
    ("a symbolic link", zip_with_link, "材料.zip"),
    ("a zip behind a picture", lambda: image_bomb(10, 10) + packed({"a.txt": b"a"}), "图.png"),
    ("a zip behind a PDF", lambda: page_pdf(shown()) + packed({"word/document.xml": b"<a/>"}), "办法.pdf"),
    ("a PDF before a Word document", lambda: page_pdf(shown()) + word(paragraph()), "办法.docx"),
    ("words before a Word document", lambda: b"MZ" + word(paragraph()), "办法.docx"),
    ("a picture of 10,000 megapixels", lambda: image_bomb(100_000, 100_000), "图.png"),
    (
        "a picture with a script behind it",
        lambda: image_bomb(10, 10) + b"<script>alert(1)</script>",
        "图.png",
    ),
    (
        "a GIF with a script in it",
        lambda: b"GIF89a" + struct.pack("<HH", 10, 10) + b"<script>alert(1)</script>",
        "图.gif",
    ),
    ("an SVG picture", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "图.svg"),
    ("an SVG called a PNG", lambda: b"<?xml version='1.0'?><svg onload='alert(1)'/>", "图.png"),
    ("a program called a document", lambda: b"MZ\x90\x00" + b"\0" * 1000, "办法.docx"),
    ("a script", lambda: b"@echo off\r\ndel /q *", "办法.bat"),
    ("a shell script called text", lambda: b"#!/bin/sh\nrm -rf /", "办法.txt"),
    ("an empty file", lambda: b"", "办法.docx"),
    ("nothing but zeros", lambda: b"\0" * 1_000_000, "办法.txt"),
    ("zeros inside a text", lambda: SENTENCE.encode() + b"\0" * 100, "办法.txt"),
    ("a text in UTF-16", lambda: ("某省湿地保护办法\n" + SENTENCE).encode("utf-16"), "办法.txt"),
    ("half a surrogate in UTF-16", lambda: b"\xff\xfe\x00\xd8" * 500, "办法.txt"),
    ("a line of five million brackets", lambda: b"[" * 5_000_000, "办法.md"),
    ("a million tags that are not closed", lambda: b"<div>" * 1_000_000, "办法.html"),
    (
        "tables nested 5,000 deep",
        lambda: b"<html>" + b"<table><tr><td>" * 5_000 + SENTENCE.encode(),
        "办法.html",
    ),
    (
        "a cell as wide as a million",
        f"<html><table><tr><td colspan=1000000>{SENTENCE}</td><td>乙</td></tr></table>".encode,
        "办法.html",
    ),
    ("comments that never end", lambda: b"<html><p>" + SENTENCE.encode() + b"<!--" * 200_000, "办法.html"),
    (
        "a page of attributes",
        lambda: b"<html><p " + b"a=1 " * 200_000 + b">" + SENTENCE.encode(),
        "办法.html",
    ),
    ("a PDF with a script", scripted_pdf, "办法.pdf"),
    ("a PDF with a script under an escaped name", hidden_name_pdf, "办法.pdf"),
    (
        "a PDF that starts a program",
        lambda: page_pdf(shown(), "/OpenAction<</S/Launch/F(cmd.exe)>>"),
        "办法.pdf",
    ),
    (
        "a PDF whose page acts when opened",
        lambda: page_pdf(shown(), "", PAGE[:-2] + "/AA<</O<</S/SubmitForm/F(http://e.example)>>>>>>"),
        "办法.pdf",
    ),
    ("a PDF with a file in it", embedded_pdf, "办法.pdf"),
    ("a locked PDF", encrypted_pdf, "办法.pdf"),
    (
        "a tree of pages that bites its tail",
        lambda: pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>"),
        "办法.pdf",
    ),
    (
        "a PDF with 100,000 pages of one",
        lambda: pdf(
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{'3 0 R ' * 100_000}]/Count 100000>>",
            PAGE,
            stream(shown()),
            FONT,
        ),
        "办法.pdf",
    ),
    ("an object that is itself", lambda: pdf("1 0 R"), "办法.pdf"),
    (
        "object streams in a ring",
        lambda: pdf("<</Type/Catalog/Pages 2 0 R>>", "3 0 R", "4 0 R", "3 0 R"),
        "办法.pdf",
    ),
    (
        "a form that draws itself",
        lambda: page_pdf(
            b"/X Do",
            "",
            PAGE.replace("/Font", "/XObject<</X 6 0 R>>/Font"),
            stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>"),
        ),
        "办法.pdf",
    ),
    (
        "a page stream that expands to 200 MB",
        lambda: page_pdf(zlib.compress(b" " * 200_000_000, 9), head="/Filter/FlateDecode"),
        "办法.pdf",
    ),
    (
        "filters on filters",
        lambda: page_pdf(b"x" * 100, head=f"/Filter[{'/FlateDecode ' * 500}]"),
        "办法.pdf",
    ),
    ("a million operators", lambda: page_pdf(b"q Q " * 1_000_000), "办法.pdf"),
    ("arrays 100,000 deep", lambda: page_pdf(b"[" * 100_000), "办法.pdf"),
    ("a PDF of nothing", lambda: b"%PDF-1.7\n", "办法.pdf"),
    ("a PDF of noise", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4000, "办法.pdf"),
    ("a PDF of a million obj words", lambda: b"%PDF-1.7\n" + b"1 0 obj " * 300_000, "办法.pdf"),
    (
        "a stream that says it is 2 GB",
        lambda: page_pdf(shown()).replace(b"/Length", b"/Length 2147483647 /Was"),
        "办法.pdf",
    ),
    ("an OFD that leaves its package", lambda: ofd({}, "../../../etc/passwd"), "办法.ofd"),
    (
        "an OFD whose page leaves its package",
        lambda: ofd({"Doc_0/Document.xml": ofd_document('<ofd:Page BaseLoc="../../../etc/passwd"/>')}),
        "办法.ofd",
    ),
    (
        "an OFD of one page 50,000 times",
        lambda: ofd(
            {
                "Doc_0/Document.xml": ofd_document('<ofd:Page BaseLoc="P.xml"/>' * 50_000),
                "Doc_0/P.xml": "<a/>",
            }
        ),
        "办法.ofd",
    ),
    ("an OFD with entities", lambda: ofd({"Doc_0/Document.xml": laughs()}), "办法.ofd"),
    ("an OFD without a document", bare_ofd, "办法.ofd"),
    (
        "an OFD with steps beyond counting",
        lambda: ofd(
            {
                "Doc_0/Document.xml": ofd_document('<ofd:Page BaseLoc="P.xml"/>'),
                "Doc_0/P.xml": STEPS,
            }
        ),
        "办法.ofd",
    ),
    ("a workbook with entities", lambda: sheet({"xl/workbook.xml": laughs()}), "清单.xlsx"),
    ("a workbook without sheets", bare_sheet, "清单.xlsx"),
    ("a workbook with macros", lambda: sheet({"xl/vbaProject.bin": b"x"}), "清单.xlsx"),
    ("a list of a million rows", lambda: b"a,b\n" * 1_000_000, "清单.csv"),
    ("a quote that never closes", lambda: b'a,b\n"' + b"x,\n" * 200_000, "清单.csv"),
    (
        "a Markdown page with scripts",
        ("# 某省湿地保护办法\n\n" + SENTENCE + "\n\n" + "\n\n".join(SCRIPTS)).encode,
        "办法.md",
    ),
    (
        "a Word document with scripts as words",
        lambda: word(
            "".join(paragraph(script.replace("&", "&amp;").replace("<", "&lt;")) for script in SCRIPTS)
        ),
        "办法.docx",
    ),
    (
        "an old Office file of noise",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 100_000,
        "办法.doc",
    ),
    (
        "base64 in a page",
        lambda: web(f"<img src='data:image/png;base64,{base64.b64encode(image_bomb(9, 9)).decode()}'>"),
        "办法.html",
    ),
]


@pytest.mark.parametrize(
    ("content", "filename"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_hostile_file_is_refused_or_harmless_in_its_second(
    content: Callable[[], bytes], filename: str, within: Callable[..., Any]
) -> None:
    made = content()
    with within(SECONDS, clock=perf_counter):
        met = meet(made, filename)
    if met.refusal:
        assert met.refusal.startswith(filename.removeprefix("../")), met.refusal
        assert met.refusal.endswith("。")
    else:
        assert met.upload
        assert not ACTIVE.search(met.text), ACTIVE.search(met.text)


# What may be read all the same, because nothing is left that could harm.
HARMLESS = {
    "zips in zips",
    "a million columns in a row",
    "styles based on each other in a ring",
    "a text in UTF-16",
    "a line of five million brackets",
    "a cell as wide as a million",
    "a page of attributes",
    "a form that draws itself",
    "an OFD with steps beyond counting",
    "a Markdown page with scripts",
    "a Word document with scripts as words",
    "base64 in a page",
}


@pytest.mark.parametrize(
    ("content", "filename"),
    [case[1:] for case in CASES if case[0] not in HARMLESS],
    ids=[case[0] for case in CASES if case[0] not in HARMLESS],
)
def test_what_could_harm_is_refused(content: Callable[[], bytes], filename: str) -> None:
    assert meet(content(), filename).refusal


def test_there_are_sixty_cases_and_more() -> None:
    assert len(CASES) + len(SCRIPTS) >= 60


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_page_loses_its_scripts_and_keeps_its_words(script: str) -> None:
    met = meet(web(script), "办法.html")
    assert SENTENCE in met.text
    assert "javascript:" not in met.text
    assert not ACTIVE.search(met.text)


@pytest.mark.parametrize("tenth", range(10))
@pytest.mark.parametrize("kind", ["docx", "pdf", "html", "ofd", "xlsx", "png"])
def test_a_file_cut_off_anywhere_is_refused_or_read_as_far_as_it_goes(
    kind: str, tenth: int, within: Callable[..., Any]
) -> None:
    whole = {
        "docx": mixed_types(),
        "pdf": page_pdf(shown()),
        "html": web(""),
        "ofd": ofd({"Doc_0/Document.xml": ofd_document("")}),
        "xlsx": sheet({}),
        "png": image_bomb(10, 10),
    }[kind]
    with within(SECONDS, clock=perf_counter):
        met = meet(whole[: len(whole) * tenth // 10], f"办法.{kind}")
    assert met.refusal or met.upload


NAMES = [
    ("../../etc/passwd.docx", "passwd.docx"),
    ("..\\..\\windows\\办法.docx", "办法.docx"),
    ("C:\\fakepath\\办法.docx", "办法.docx"),
    ("办法\u202excod.exe", "办法xcod.exe"),
    ("办\x00法\r\n.docx", "办法.docx"),
    ("CON.docx", "_CON.docx"),
    ("com1", "_com1"),
    ("...", "未命名"),
    ("", "未命名"),
    ("办法.docx. . ", "办法.docx"),
    ("\u200b\ufeff办法\u2066.docx", "办法.docx"),
    ("办" * 500 + ".docx", "办" * 115 + ".docx"),
    ('办法<script>"?*|:.docx', "办法script.docx"),
    ("/", "未命名"),
    ("\ud800办法.docx", "办法.docx"),
]


@pytest.mark.parametrize(("given", "safe"), NAMES)
def test_a_name_is_one_harmless_segment(given: str, safe: str) -> None:
    assert uploads.safe_name(given) == safe


def test_a_wrong_ending_is_put_right_and_told() -> None:
    upload = uploads.accept(page_pdf(shown()), "办法.docx", SOURCES)
    assert (upload.filename, upload.file_type) == ("办法.pdf", FileType.PDF)
    assert upload.notices == ("文件名后缀与内容不符：实际是PDF 文件，已按此保存。",)


def test_a_locked_pdf_is_kept_but_not_read() -> None:
    upload = uploads.accept(encrypted_pdf(), "附件.pdf", ATTACHMENTS)
    assert upload.notices == ("文件已加密，不能从中读取文字，只作为附件保存。",)
    with pytest.raises(BadInput, match=r"附件\.pdf：文件已加密"):
        reading.read_upload(upload)


def test_an_entity_brings_in_no_file() -> None:
    met = meet(raw_word(outside("file:///etc/passwd")), "办法.docx")
    assert met.refusal == "办法.docx：文件里有实体定义或者外部引用，不予读取；请重新导出后再上传。"


def test_after_a_hostile_file_the_next_is_read() -> None:
    meet(page_pdf(b"q Q " * 1_000_000), "一.pdf")
    assert SENTENCE in meet(mixed_types(), "二.docx").text


def test_a_file_beyond_the_limit_is_told_its_size() -> None:
    with pytest.raises(BadInput, match=r"办法\.pdf：3 MB，超过上限 2 MB"):
        uploads.accept(
            b"%PDF-" + b"0" * (3 * 2**20), "办法.pdf", SOURCES, uploads.UploadLimits(size=2 * 2**20)
        )
