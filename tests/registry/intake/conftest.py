"""Files as offices make them, built by code: Word documents, PDF, OFD, workbooks."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from registry.intake import opener, reading, uploads
from registry.intake.reading import Reading

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = "http://www.ofdspec.org/2016"


@pytest.fixture(scope="session", autouse=True)
def _opener() -> Iterator[None]:
    """No child is left behind."""
    yield
    opener.shared().close()


@pytest.fixture
def read() -> Callable[[bytes, str], Reading]:
    """What the desk does with an uploaded file."""

    def reads(content: bytes, filename: str) -> Reading:
        return reading.read_upload(uploads.accept(content, filename, uploads.SOURCES))

    return reads


class Office:
    """A Word document being written, line by line."""

    def __init__(self) -> None:
        self.document: WordDocument = Document()

    def line(self, words: str, *, size: float = 16, centred: bool = False, red: bool = False) -> "Office":
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(words)
        run.font.size = Pt(size)
        if red:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return self

    def lines(self, *words: str) -> "Office":
        for one in words:
            self.line(one)
        return self

    def bytes(self) -> bytes:
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()


@pytest.fixture
def office() -> Office:
    """An empty Word document."""
    return Office()


@pytest.fixture
def word() -> Callable[..., bytes]:
    """A Word document of raw XML: the body, and other parts by their names under `word/`."""

    def made(body: str, **parts: str) -> bytes:
        content = io.BytesIO()
        space = f'xmlns:w="{W}"'
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
            for name, part in parts.items():
                package.writestr(f"word/{name}.xml", f"<w:{name} {space}>{part}</w:{name}>")
        return content.getvalue()

    return made


@pytest.fixture
def ofd() -> Callable[..., bytes]:
    """An OFD of one page; each line is (x, y, words) in millimetres from the upper left."""

    def made(*lines: tuple[float, float, str], more: str = "", size: float = 5.64, **parts: str) -> bytes:
        objects = "".join(
            f'<ofd:TextObject Boundary="{x} {y} 180 8" Size="{size}">'
            f'<ofd:TextCode X="0" Y="6" DeltaX="g {max(len(words) - 1, 1)} {size}">{words}</ofd:TextCode>'
            "</ofd:TextObject>"
            for x, y, words in lines
        )
        content = io.BytesIO()
        space = f'xmlns:ofd="{OFD}"'
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            head = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
            package.writestr("OFD.xml", f"<ofd:OFD {space}>{head}</ofd:OFD>")
            area = (
                "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            )
            pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
            package.writestr(
                "Doc_0/Document.xml",
                f"<ofd:Document {space}>{area}</ofd:CommonData>{pages}</ofd:Document>",
            )
            layer = f"<ofd:Content><ofd:Layer>{objects}{more}</ofd:Layer></ofd:Content>"
            package.writestr("Doc_0/Pages/Page_0/Content.xml", f"<ofd:Page {space}>{layer}</ofd:Page>")
            for name, part in parts.items():
                package.writestr(name.replace("__", "/"), part)
        return content.getvalue()

    return made
