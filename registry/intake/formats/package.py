"""A package (ZIP of XML: DOCX, XLSX, OFD) opened with limits; no entity or address is followed."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from base.errors import BadInput

# The longest real law has 1.1 MB of text, which Word writes as 9 MB of XML.
LARGEST_PART = 40 * 2**20
LARGEST_WHOLE = 80 * 2**20
# Word nests a cell in a cell some six levels each; real files stay below 40.
DEEPEST = 200
MOST_ELEMENTS = 600_000
DAMAGED = "文件已损坏或者不完整，无法读取；请重新保存后再上传。"


class Package:
    """The parts of a package, inflated when asked for, each and all together within limits."""

    def __init__(self, content: bytes) -> None:
        self._left = LARGEST_WHOLE
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as fault:
            raise BadInput(DAMAGED) from fault
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part, b"" when there is none; raises BadInput when it is damaged or too large."""
        if name not in self.names:
            return b""
        most = min(LARGEST_PART, self._left)
        try:
            with self._zip.open(name) as part:
                # What the directory says of its size may be a lie: count what comes out.
                content = part.read(most + 1)
        except RuntimeError as fault:
            raise BadInput("文件已加密，无法读取其中的文字；请去掉密码后再上传。") from fault
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as fault:
            raise BadInput(DAMAGED) from fault
        if len(content) > most:
            raise BadInput("文件展开后过大，无法读取；请拆分后再上传。")
        self._left -= len(content)
        return content

    def xml(self, name: str) -> Element | None:
        """A part as XML, None when there is none."""
        content = self.read(name)
        return parsed(content) if content else None


def parsed(content: bytes) -> Element:
    """XML without document type, entities or outside references; raises BadInput otherwise."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise BadInput("文件里有实体定义或者外部引用，不予读取；请重新导出后再上传。") from fault
    except (ParseError, LookupError, ValueError) as fault:
        raise BadInput(DAMAGED) from fault
    _measure(root)
    return root


def _measure(root: Element) -> None:
    level, depth, count = [root], 0, 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise BadInput("文件的嵌套层次过深或者内容过多，无法读取；请简化或者拆分后再上传。")
        level = [child for element in level for child in element]
