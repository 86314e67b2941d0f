"""What an uploaded file is (文件类型), told by its bytes; its name only decides between texts."""

import re
import struct
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import PurePosixPath

from base.term import Term
from registry.intake import zip_directory


class FileType(Term):
    """What a file is, by its content."""

    DOCX = "docx", "Word 文档"
    DOCM = "docm", "带宏的 Office 文件"
    XLSX = "xlsx", "Excel 工作簿"
    PPTX = "pptx", "PowerPoint 演示文稿"
    OFD = "ofd", "OFD 版式文件"
    PDF = "pdf", "PDF 文件"
    HTML = "html", "网页"
    MARKDOWN = "md", "Markdown 文本"
    TEXT = "txt", "纯文本"
    CSV = "csv", "CSV 表格"
    DOC = "doc", "Word 97-2003 文档"
    WPS = "wps", "WPS 文字文档"
    XLS = "xls", "Excel 97-2003 工作簿"
    PPT = "ppt", "PowerPoint 97-2003 演示文稿"
    RTF = "rtf", "RTF 文档"
    LOCKED = "locked", "加密的 Office 文件"
    PNG = "png", "PNG 图片"
    JPEG = "jpg", "JPEG 图片"
    GIF = "gif", "GIF 图片"
    SVG = "svg", "SVG 图形"
    ZIP = "zip", "ZIP 压缩包"
    MP4 = "mp4", "MP4 视频"
    WEBM = "webm", "WebM 视频"
    MP3 = "mp3", "MP3 音频"
    M4A = "m4a", "M4A 音频"
    WAV = "wav", "WAV 音频"
    OGG = "ogg", "Ogg 音频"
    VTT = "vtt", "WebVTT 字幕"
    PROGRAM = "program", "程序"
    UNKNOWN = "unknown", "无法识别的文件"


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    FileType.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileType.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileType.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileType.OFD: "application/ofd",
    FileType.PDF: "application/pdf",
    FileType.HTML: "text/html",
    FileType.MARKDOWN: "text/markdown",
    FileType.TEXT: "text/plain",
    FileType.CSV: "text/csv",
    FileType.DOC: "application/msword",
    FileType.WPS: "application/vnd.ms-works",
    FileType.XLS: "application/vnd.ms-excel",
    FileType.PPT: "application/vnd.ms-powerpoint",
    FileType.RTF: "application/rtf",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
    FileType.GIF: "image/gif",
    FileType.ZIP: "application/zip",
    FileType.MP4: "video/mp4",
    FileType.WEBM: "video/webm",
    FileType.MP3: "audio/mpeg",
    FileType.M4A: "audio/mp4",
    FileType.WAV: "audio/wav",
    FileType.OGG: "audio/ogg",
    FileType.VTT: "text/vtt",
}
UNNAMED = "application/octet-stream"
# Other endings under which these files are met.
ENDINGS = {"htm": "html", "shtml": "html", "xhtml": "html", "jpeg": "jpg", "jpe": "jpg", "markdown": "md"}
ENDINGS |= {"oga": "ogg", "text": "txt", "et": "xls", "dps": "ppt", "dot": "doc", "log": "txt"}
MAGIC = (
    (b"%PDF-", FileType.PDF),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"GIF87a", FileType.GIF),
    (b"GIF89a", FileType.GIF),
    (rb"{\rtf", FileType.RTF),
    (b"MZ", FileType.PROGRAM),
    (b"\x7fELF", FileType.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileType.PROGRAM),
    (b"\xcf\xfa\xed\xfe", FileType.PROGRAM),
    (b"#!", FileType.PROGRAM),
)
# The kinds of a frame that MPEG audio may begin with, where no tag stands before it (ISO 11172-3, layer III).
FRAMES = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2")
RECORDED = (
    (0, b"\x1aE\xdf\xa3", FileType.WEBM),
    (0, b"OggS", FileType.OGG),
    (0, b"ID3", FileType.MP3),
    (4, b"ftypM4A", FileType.M4A),
    (4, b"ftypM4B", FileType.M4A),
    (4, b"ftyp", FileType.MP4),
    (8, b"WAVEfmt ", FileType.WAV),
    *((0, frame, FileType.MP3) for frame in FRAMES),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names in the directory of a compound file (MS-CFB), in UTF-16; the first that is there tells.
STREAMS = (
    ("EncryptedPackage", FileType.LOCKED),
    ("WordDocument", FileType.DOC),
    ("Workbook", FileType.XLS),
    ("Book", FileType.XLS),
    ("PowerPoint Document", FileType.PPT),
)
HEAD = 4096
# Before its own mark a PDF may bear a byte order mark or blanks; more would be another file.
BLANKS = b"\xef\xbb\xbf \t\r\n\x00"
SVG = re.compile(r"<svg[\s>]", re.IGNORECASE)
PAGE = re.compile(
    r"<(?:!doctype\s{1,8}html|html|head|body|meta|table|div|p|span|article|section|h[1-6]|script|title)[\s>/]",
    re.IGNORECASE,
)
TEXTS = {"html": FileType.HTML, "md": FileType.MARKDOWN, "csv": FileType.CSV, "txt": FileType.TEXT}
# Scripts pass for text: what a double click would run is told by its ending.
_RUN = "bat cmd com cpl exe hta js jse jar lnk msi ps1 py scr sh url vb vbe vbs wsf wsh"
SCRIPTS = frozenset(_RUN.split(" "))


def ending(filename: str) -> str:
    """The ending of a file's name, small, in its usual form.

    >>> ending("扫描件.JPEG"), ending("无后缀")
    ('jpg', '')
    """
    found = PurePosixPath(filename.replace("\\", "/")).suffix.lower().lstrip(".")
    return ENDINGS.get(found, found)


def sniff(content: bytes, filename: str) -> FileType:
    """What these bytes are; the name decides only between plain text, Markdown, CSV and scripts.

    >>> sniff(b"%PDF-1.7", "a.docx").label
    'PDF 文件'
    """
    if content.startswith(b"PK"):
        return _packed(content)
    if content.startswith(OLE):
        return _compound(content, filename)
    start = content[:HEAD].lstrip(BLANKS)
    known = next((kind for mark, kind in MAGIC if start.startswith(mark)), None)
    return known or _recorded(content) or _written(content, filename)


def _recorded(content: bytes) -> FileType | None:
    return next((kind for at, mark, kind in RECORDED if content.startswith(mark, at)), None)


def _packed(content: bytes) -> FileType:
    names = zip_directory.names(content)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        return FileType.DOCM
    if "OFD.xml" in names:
        return FileType.OFD
    for part, kind in (
        ("word/document.xml", FileType.DOCX),
        ("xl/workbook.xml", FileType.XLSX),
        ("ppt/presentation.xml", FileType.PPTX),
    ):
        if part in names:
            return kind
    return FileType.ZIP if names else FileType.UNKNOWN


def _compound(content: bytes, filename: str) -> FileType:
    found = next((kind for name, kind in STREAMS if name.encode("utf-16-le") in content), FileType.UNKNOWN)
    return FileType.WPS if found is FileType.DOC and ending(filename) == "wps" else found


def _written(content: bytes, filename: str) -> FileType:
    start = opening(content)
    if not start:
        return FileType.UNKNOWN
    if start.startswith("WEBVTT"):
        return FileType.VTT
    page, drawing = PAGE.search(start), SVG.search(start)
    if drawing and not (page and page.start() < drawing.start()):
        return FileType.SVG
    if page and ending(filename) not in {"md", "csv"}:
        return FileType.HTML
    if ending(filename) in SCRIPTS:
        return FileType.PROGRAM
    return TEXTS.get(ending(filename), FileType.TEXT)


def opening(content: bytes) -> str:
    """The first characters of a text; "" for bytes that are no text."""
    head = content[:HEAD]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    if b"\x00" in content:
        return ""
    encoding = "utf-8" if _is_utf8(content) else "gb18030"
    return head.removeprefix(BOM_UTF8).decode(encoding, "replace")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def pixels(content: bytes, kind: FileType) -> int:
    """How many pixels a picture says it has; 0 when its head cannot be read."""
    width, height = pixel_size(content, kind)
    return width * height


def pixel_size(content: bytes, kind: FileType) -> tuple[int, int]:
    """The width and height that a picture says it has; (0, 0) when its head cannot be read."""
    if kind is FileType.PNG and len(content) >= 24 and content[12:16] == b"IHDR":  # noqa: PLR2004  # PNG 11.2.2
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if kind is FileType.GIF and len(content) >= 10:  # noqa: PLR2004  # the logical screen of GIF
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    return _jpeg_size(content) if kind is FileType.JPEG else (0, 0)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    # The segments up to the frame (ITU T.81 B.2.2); 2,000 are more than any camera writes.
    at = 2
    for _ in range(2000):
        if at + 9 > len(content) or content[at] != 0xFF:  # noqa: PLR2004  # every marker begins so
            return 0, 0
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004  # SOF0 to SOF15
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 1 if marker == 0xFF else 2 + length  # noqa: PLR2004  # a fill byte
    return 0, 0
