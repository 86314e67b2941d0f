"""Reading an uploaded file (读取上传文件): its text in our Markdown dialect, its fields, what it hides."""

from dataclasses import dataclass

from base.errors import BadInput
from registry.intake import opener
from registry.intake.uploads import ADVICE, SOURCES, Upload


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: text, fields, and sentences for the person who checks it.

    `fields` are named as the columns of a document (title, document_number, order_number, index_number,
    unified_number, issuers joined by 、, subject, genre, drafting_unit, status_in_source; days in ISO 8601:
    signed_on, published_on, in_force_from, valid_through; disclosure as its lasting value), and addressees,
    copied_to, printed_on. `hidden` are words in the file that nobody sees on paper: never in the text.
    """

    markdown: str
    fields: dict[str, str]
    notices: tuple[str, ...]
    hidden: tuple[str, ...]


def read_upload(upload: Upload) -> Reading:
    """The text of an upload, read in a limited child process.

    Raises BadInput, naming the file and what to do, when no text can be read from it (of another kind,
    locked, damaged, too large when unpacked); Unavailable when it cannot be read here and now.
    """
    if upload.file_type not in SOURCES:
        advice = ADVICE.get(upload.file_type, "请上传 DOCX、PDF、网页、Markdown 或者 OFD 文件")
        raise BadInput(f"{upload.filename}：是{upload.file_type.label}，不能从中读取正文；{advice}。")
    found = opener.read(upload.content, upload.file_type.value, upload.filename)
    return Reading(found["markdown"], found["fields"], tuple(found["notices"]), tuple(found["hidden"]))
