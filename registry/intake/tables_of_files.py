"""Tables in files (外来表格): the largest table of an XLSX, CSV, DOCX or web page, as rows of words."""

from base.errors import BadInput
from registry.intake import opener
from registry.intake.uploads import TABLES, Upload

MOST_ROWS, MOST_COLUMNS = opener.MOST_ROWS, opener.MOST_COLUMNS
LARGEST_PASTE = 4 * 2**20

Rows = tuple[tuple[str, ...], ...]


def read_table(upload: Upload) -> Rows:
    """The rows of the largest table of an upload, all of one width, blank rows left out.

    Values are what the file shows: a formula gives the value that was last computed, nothing is computed
    here. Raises BadInput when there is no table, or one beyond 20,000 rows or 60 columns.
    """
    if upload.file_type not in TABLES:
        raise BadInput(
            f"{upload.filename}：是{upload.file_type.label}，不能从中读取清单；"
            "请上传 XLSX、CSV、DOCX，或者直接粘贴。"
        )
    return _rows(opener.table(upload.content, upload.file_type.value, upload.filename))


def read_pasted(text: str) -> Rows:
    """The rows of pasted lines: cells parted by tabs, commas or bars; a line without any is one cell.

    Raises BadInput when nothing was pasted, or too much.
    """
    content = text.encode("utf-8", "replace")
    if not text.strip():
        raise BadInput("没有粘贴内容：请从表格或者文件中复制清单后粘贴。")
    if len(content) > LARGEST_PASTE:
        raise BadInput("粘贴的内容超过 4 MB，请改为上传文件。")
    return _rows(opener.table(content, "csv", "粘贴的内容"))


def _rows(found: list[list[str]]) -> Rows:
    return tuple(tuple(row) for row in found)
