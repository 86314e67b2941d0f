"""Bytes to text (文字编码): UTF-8, else GB18030, else a refusal that says what was found."""

from codecs import BOM_UTF8

from base.errors import BadInput

# The longest real document has 1.1 MB; a file beyond this is not one document.
LARGEST = 20 * 1024 * 1024
# GB18030 decodes almost any bytes. Chinese prose has one of these in every few characters; Big5 or
# Shift-JIS read as GB18030 has next to none.
COMMON = frozenset("的一是不在有和为第年月日条本国人")
SCARCE = 0.01


def decode(raw: bytes, name: str = "文件") -> tuple[str, str]:
    """The text of a file and the name of its encoding (`UTF-8` or `GB18030`).

    Raises BadInput, naming the file, when it is empty, larger than 20 MB, binary, or in an encoding that
    is neither.
    """
    if not raw.removeprefix(BOM_UTF8).strip():
        raise BadInput(f"{name}：内容为空，没有可读的文字。")
    if len(raw) > LARGEST:
        raise BadInput(f"{name}：{len(raw) / 1024 / 1024:.0f} MB，超过单个文件的上限 20 MB，请拆分后再导入。")
    if b"\x00" in raw:
        raise BadInput(f"{name}：是二进制文件，不是文本，请先转换为 UTF-8 编码的 Markdown 文件。")
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _national(raw, name), "GB18030"


def _national(raw: bytes, name: str) -> str:
    refusal = f"{name}：既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 后再导入。"
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as fault:
        raise BadInput(refusal) from fault
    common = sum(character in COMMON for character in text)
    if common < max(1, SCARCE * len(text)):
        raise BadInput(refusal)
    return text
