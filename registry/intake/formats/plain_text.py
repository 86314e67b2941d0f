"""Plain text and Markdown (纯文本): decoded, and without what could act or hides."""

import re
from contextlib import suppress

from base.errors import BadInput
from base.unprintable import printable
from registry.intake.decoding import decode
from registry.intake.formats import page_fields
from registry.intake.formats.extract import Extract, Line
from registry.intake.markdown import INFO_END, manuscript

_WORDS = (
    "p br hr b i u s em strong sub sup del ins table caption thead tbody tfoot tr th td div "
    "span center font h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code"
)
KEPT = frozenset(_WORDS.split())
TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})(?P<rest>(?:\s[^<>]{0,2000})?)/?>")
SPAN = re.compile(r"\b(colspan|rowspan)\s{0,2}=\s{0,2}[\"']?([1-9][0-9]{0,2})", re.IGNORECASE)
ACTIVE = re.compile(
    r"<(script|style|iframe|template|noscript)\b[^<>]{0,2000}>.{0,200000}?</\1\s{0,4}>",
    re.IGNORECASE | re.DOTALL,
)
COMMENT = re.compile(r"<!--(.{0,20000}?)-->", re.DOTALL)
LOOSE = re.compile(r"<(?=[A-Za-z/!?])")
MARK = "\ue000"
NAME = "文件"
# Of the signs of a Chinese list at least so many stand in GB 2312; of another encoding's few do.
USUAL = 0.95
ADDRESS = re.compile(
    r"\]\(\s{0,4}(?:javascript|vbscript|data|file)\s{0,4}:(?:[^()\n]|\([^()\n]{0,200}\)){0,500}\)?",
    re.IGNORECASE,
)


def decoded(content: bytes) -> str:
    """The text in whatever encoding Chinese text is kept in; raises BadInput for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            return printable(content.decode("utf-16"))
    try:
        return printable(decode(content, NAME)[0])
    except BadInput as refusal:
        if short := _national(content):
            return printable(short)
        # Whoever asked puts the file's own name before it.
        raise BadInput(refusal.sentence.removeprefix(f"{NAME}：")) from refusal


def _national(content: bytes) -> str:
    # A list has none of the words by which prose is told; its characters are those of everyday print.
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    foreign = [sign for sign in text if not sign.isascii()]
    usual = sum(1 for sign in foreign if len(sign.encode("gb2312", "ignore")) == 2)  # noqa: PLR2004  # two bytes each
    return text if "\x00" not in text and foreign and usual >= USUAL * len(foreign) else ""


def read(content: bytes) -> Extract:
    """The lines of a plain text."""
    lines = decoded(content).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Extract([Line(line.strip()) for line in lines if line.strip()])


def read_markdown(content: bytes) -> tuple[str, Extract]:
    """A Markdown text as it stands, without what could act; its fields in the extract."""
    extract = Extract()
    text = harmless(decoded(content), extract)
    source = manuscript(text)
    for name, value in source.fields.items():
        if known := page_fields.named(name):
            page_fields.settle(extract.fields, known, value)
    if source.title:
        extract.fields["title"] = source.title
    else:
        extract.notice("没有认出标题，请填写。")
    return text, extract


def harmless(text: str, extract: Extract) -> str:
    """The text with only such tags as show words; comments and scripts are reported as hidden."""
    for found in ACTIVE.finditer(text):
        extract.hide("脚本或者样式", found[0])
    kept = ACTIVE.sub("", text).replace(MARK, "")

    def comment(found: re.Match[str]) -> str:
        if found[0] == INFO_END:
            return f"{MARK}!--{found[1]}-->"
        extract.hide("注释", found[1])
        return ""

    kept = TAG.sub(_tag, COMMENT.sub(comment, kept))
    return ADDRESS.sub("](#)", LOOSE.sub("&lt;", kept).replace(MARK, "<"))


def _tag(found: re.Match[str]) -> str:
    name = found["name"].lower()
    if name not in KEPT:
        return f"&lt;{found[0][1:]}"
    spans = "".join(f' {span.lower()}="{count}"' for span, count in SPAN.findall(found["rest"]))
    return f"{MARK}{found['close']}{name}{spans}>"
