"""Uploaded files (上传文件): what they are, whether they may come in, under which name they are kept.

What is checked here costs next to nothing, whatever the file; a file's inside is only ever opened in the
limited child of `registry/intake/opener.py`.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from base.errors import BadInput
from base.unprintable import printable
from registry.intake import opener, zip_directory
from registry.intake.file_types import MEDIA, UNNAMED, FileType, ending, pixels, sniff

__all__ = [
    "ATTACHMENTS",
    "RECORDINGS",
    "SOURCES",
    "TABLES",
    "FileType",
    "Upload",
    "UploadLimits",
    "accept",
    "safe_name",
    "sniff",
]

MEGABYTE = 2**20
LONGEST_NAME = 120
# Text can be read from these; the others are kept for download.
SOURCES = frozenset(
    {FileType.DOCX, FileType.PDF, FileType.HTML, FileType.MARKDOWN, FileType.TEXT, FileType.OFD}
)
TABLES = frozenset({FileType.XLSX, FileType.CSV, FileType.DOCX, FileType.HTML, FileType.TEXT})
ATTACHMENTS = frozenset(
    SOURCES
    | TABLES
    | {FileType.PPTX, FileType.DOC, FileType.WPS, FileType.XLS, FileType.PPT, FileType.RTF, FileType.LOCKED}
    | {FileType.PNG, FileType.JPEG, FileType.GIF, FileType.ZIP}
)
# Recordings and their captions; interpretations take them, documents do not.
RECORDINGS = frozenset(
    {FileType.MP4, FileType.WEBM, FileType.MP3, FileType.M4A, FileType.WAV, FileType.OGG, FileType.VTT}
)
PACKED = frozenset({FileType.DOCX, FileType.XLSX, FileType.PPTX, FileType.OFD, FileType.ZIP})
PICTURES = frozenset({FileType.PNG, FileType.JPEG, FileType.GIF})
OPENED = frozenset({FileType.DOCX, FileType.XLSX, FileType.PPTX, FileType.PDF})
# Never taken, whatever is wanted, and why.
REFUSED = {
    FileType.DOCM: "含有宏（VBA 程序），不能上传；请另存为不含宏的格式（.docx、.xlsx）后再上传",
    FileType.SVG: "是 SVG 图形，可以含有脚本，不能上传；请转换为 PNG 或者 PDF 后再上传",
    FileType.PROGRAM: "是可以运行的程序或者脚本，不能上传",
    FileType.UNKNOWN: "无法识别是什么文件，可能已损坏；请重新导出后再上传",
}
ADVICE = {
    FileType.DOC: "请在 Word 或者 WPS 中另存为 .docx 后再上传",
    FileType.WPS: "请在 WPS 中另存为 .docx 后再上传",
    FileType.RTF: "请在 Word 或者 WPS 中另存为 .docx 后再上传",
    FileType.XLS: "请另存为 .xlsx 后再上传",
    FileType.LOCKED: "请在 Word 或者 WPS 中去掉密码后再上传",
    FileType.ZIP: "请解压后逐个上传",
}
# Windows will not make a file of these names (and devices of the same name answered instead).
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
SCRIPT_IN_PICTURE = re.compile(rb"<(?:script|html|svg|\?php)[\s>]", re.IGNORECASE)
PNG_END = b"IEND\xae\x42\x60\x82"


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What one file may be: bytes as it comes, bytes and entries unpacked, pixels of a picture.

    `ratio` is how many times a packed file may grow: legal texts grow 5 to 45 times (42 measured).
    """

    size: int = 50 * MEGABYTE
    entries: int = 2000
    expanded: int = 200 * MEGABYTE
    ratio: int = 100
    pixels: int = 40_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may come in: its safe name, what it is, its bytes and their SHA-256.

    `notices` are sentences for the person who uploads (its name said something else, it is locked).
    """

    filename: str
    file_type: FileType
    media_type: str
    content: bytes
    sha256: str
    notices: tuple[str, ...] = ()


def safe_name(filename: str) -> str:
    r"""The name under which a file is kept and offered: one segment, no controls, at most 120 characters.

    >>> safe_name("..\\..\\关于印发\u202e办法的通知?.docx")
    '关于印发办法的通知.docx'
    """
    shown = "".join(
        character
        for character in printable(unicodedata.normalize("NFC", filename[:4000]).replace("\x00", ""))
        # Cc controls, Cf direction overrides and joiners, Co private use, Cs lone surrogates.
        if unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    )
    last = re.split(r"[/\\]", shown)[-1]
    words = " ".join(FORBIDDEN.sub("", last).split()).strip(". ")
    if DEVICES.match(words):
        words = f"_{words}"
    stem, dot, tail = words.rpartition(".")
    if dot and stem and len(tail) < 10:  # noqa: PLR2004  # no ending of a file is longer
        return f"{stem[: LONGEST_NAME - len(tail) - 1].rstrip('. ')}.{tail}"
    return words[:LONGEST_NAME].rstrip(". ") or "未命名"


def accept(
    content: bytes, filename: str, wanted: frozenset[FileType], limits: UploadLimits | None = None
) -> Upload:
    """The file, when it is one of those wanted and harmless to keep and to hand on.

    Raises BadInput with a sentence that names the file and says what to do.
    """
    limits, name = limits or UploadLimits(), safe_name(filename)
    if not content:
        raise BadInput(f"{name}：文件是空的，请检查后重新上传。")
    if len(content) > limits.size:
        raise BadInput(
            f"{name}：{len(content) / MEGABYTE:.0f} MB，超过上限 {limits.size // MEGABYTE} MB，"
            "请压缩图片或者拆分后再上传。"
        )
    kind = sniff(content, name)
    if reason := REFUSED.get(kind) or _unwanted(kind, wanted) or _unsound(content, kind, limits):
        raise BadInput(f"{name}：{reason}。")
    named, notices = _renamed(name, kind)
    if kind in OPENED:
        notices += opener.inspect(content, kind.value, name)
    return Upload(named, kind, MEDIA.get(kind, UNNAMED), content, sha256(content).hexdigest(), notices)


def _unwanted(kind: FileType, wanted: frozenset[FileType]) -> str:
    if kind in wanted:
        return ""
    if kind in ADVICE:
        return f"是{kind.label}，这里不能使用；{ADVICE[kind]}"
    listed = "、".join(sorted(each.value.upper() for each in wanted))
    return f"是{kind.label}，这里只接受 {listed}"


def _unsound(content: bytes, kind: FileType, limits: UploadLimits) -> str:
    if kind in PACKED:
        return _badly_packed(content, limits)
    if kind in PICTURES:
        return _bad_picture(content, kind, limits)
    if kind is FileType.PDF and zip_directory.has_end(content):
        return "既是 PDF 又是压缩包，不能上传；请重新导出为 PDF"
    return ""


def _badly_packed(content: bytes, limits: UploadLimits) -> str:
    try:
        directory = zip_directory.read(content)
    except BadInput as fault:
        return f"{fault.sentence}；请重新导出后再上传"
    entries = directory.entries
    expanded = sum(entry.size for entry in entries)
    if directory.foreign:
        return "压缩结构之外还有别的内容，不能上传；请重新导出"
    if len(entries) > limits.entries:
        return f"包内有{len(entries)}个文件，超过上限{limits.entries}个"
    if expanded > limits.expanded or expanded > limits.ratio * len(content) + MEGABYTE:
        return f"展开后有{expanded / MEGABYTE:.0f} MB，大小异常，不能上传"
    return _badly_named(entries)


def _badly_named(entries: tuple[zip_directory.Entry, ...]) -> str:
    names = [entry.name for entry in entries]
    if any(entry.link for entry in entries):
        return "包内有符号链接，不能上传"
    if any("\\" in name or name.startswith("/") or ".." in name.split("/") for name in names):
        return "包内有越出目录的路径，不能上传"
    if len(set(names)) < len(names):
        return "包内有重名的文件，不能上传；请重新打包"
    return ""


def _bad_picture(content: bytes, kind: FileType, limits: UploadLimits) -> str:
    found = pixels(content, kind)
    if not found:
        return "图片已损坏，请重新导出后再上传"
    if found > limits.pixels:
        return f"图片有{found / 10**6:.0f}百万像素，超过上限{limits.pixels // 10**6}百万，请缩小后再上传"
    end = content.find(PNG_END)
    trailing = kind is FileType.PNG and (end < 0 or end + len(PNG_END) != len(content))
    if trailing or zip_directory.has_end(content) or SCRIPT_IN_PICTURE.search(content):
        return "图片里还有别的内容，不能上传；请重新导出"
    return ""


def _renamed(name: str, kind: FileType) -> tuple[str, tuple[str, ...]]:
    # A name that says something else than the bytes would be opened by the wrong program.
    told = ending(name)
    if kind is FileType.LOCKED or told == kind.value or (kind is FileType.TEXT and told in {"md", "csv"}):
        return name, ()
    if kind in {FileType.XLS, FileType.PPT, FileType.DOC} and told in {"et", "dps", "wps", "dot"}:
        return name, ()
    stem = name.rpartition(".")[0] if told and name.rpartition(".")[0] else name
    return safe_name(f"{stem}.{kind.value}"), (f"文件名后缀与内容不符：实际是{kind.label}，已按此保存。",)
