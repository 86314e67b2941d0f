"""Plain text and Markdown as uploads: words in every encoding, nothing that acts."""

from collections.abc import Callable

import pytest

from base.errors import BadInput
from registry.intake import opener, reading, uploads
from registry.intake.formats.extract import Extract
from registry.intake.formats.plain_text import decoded, harmless
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.reading import Reading

Read = Callable[[bytes, str], Reading]
MARKDOWN = """---
发文机关: 澄江省生态环境厅
成文日期: 2024-05-06
---

# 澄江省湿地保护办法

<!-- INFO END -->

第一条　为了保护湿地，制定本办法。<script>alert(1)</script>

<table class="x"><tr><td colspan="2" onclick="x()">甲</td></tr></table>

[原文](javascript:alert(1)) 2 < 3 &amp; <Badge text="x" />
"""


def test_markdown_stays_what_it_is_without_what_acts(read: Read) -> None:
    found = read(MARKDOWN.encode(), "办法.md")
    assert "<!-- INFO END -->" in found.markdown
    assert '<table><tr><td colspan="2">甲</td></tr></table>' in found.markdown
    assert "[原文](#) 2 < 3 &amp; &lt;Badge" in found.markdown
    assert "alert" not in found.markdown
    assert found.hidden == ("脚本或者样式：<script>alert(1)</script>",)
    assert found.fields == {
        "title": "澄江省湿地保护办法",
        "issuers": "澄江省生态环境厅",
        "signed_on": "2024-05-06",
    }


def test_a_comment_is_reported_and_the_mark_of_the_dialect_is_kept() -> None:
    extract = Extract()
    assert harmless("<!-- INFO END -->甲<!-- 内部意见 -->", extract) == "<!-- INFO END -->甲"
    assert extract.hidden == ["注释：内部意见"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_every_usual_encoding(read: Read, encoding: str) -> None:
    text = "关于做好湿地保护工作的通知\n\n各市生态环境局：\n现将有关事项通知如下。\n"
    found = read(text.encode(encoding), "通知.txt")
    assert found.fields["title"] == "关于做好湿地保护工作的通知"


def test_what_is_read_is_opened_as_a_document(read: Read) -> None:
    text = "关于做好湿地保护工作的通知\n甲环发〔2024〕1号\n各市：\n一、甲。\n二、乙。\n"
    found = read(text.encode(), "通知.txt")
    parsed = open_paper(Paper("草稿/通知.md", found.markdown.encode(), Row(1)))
    assert (parsed.title, parsed.document_number) == ("关于做好湿地保护工作的通知", "甲环发〔2024〕1号")


def test_a_foreign_encoding_is_told() -> None:
    with pytest.raises(BadInput, match=r"^既不是 UTF-8 也不是 GB18030"):
        decoded("これは日本語の文章であり、中国語ではありません。".encode("shift-jis"))


def test_a_picture_is_no_source_of_text() -> None:
    upload = uploads.Upload("图.png", uploads.FileType.PNG, "image/png", b"x", "0" * 64)
    with pytest.raises(BadInput, match=r"图\.png：是PNG 图片，不能从中读取正文"):
        reading.read_upload(upload)


def test_a_file_that_ends_its_reader_is_blamed_and_the_next_is_read() -> None:
    worker = opener.shared()
    worker.ask(b'{"deed":"read","kind":"txt"}\n' + "甲".encode())
    with pytest.raises(BadInput, match=r"坏\.txt：内容异常"):
        # What no reader foresaw: here a job that names no deed.
        opener._asked("nothing", b"", "txt", "坏.txt")
    assert opener.read("第一条　甲。".encode(), "txt", "好.txt")["markdown"]
