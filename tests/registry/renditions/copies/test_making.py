"""Rulings on the way each file takes; none of them lets a file out unmarked."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import docx
import pytest

from base import limited, typeset
from base.diskcache import DiskCache
from registry.renditions.copies import making
from registry.renditions.copies.making import PLAIN, PRINTED, Copy, marked_copy
from registry.renditions.copies.notice import Notice

MakeNotice = Callable[..., Notice]
A4 = (595.28, 841.89)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def unpacked(copy: Copy) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_text_begins_with_the_mark_and_says_where_it_begins_itself(
    notice: MakeNotice, kept: DiskCache
) -> None:
    content = "\ufeff# 办法\n\n第一条".encode()
    copy = marked_copy(content, notice(content, filename="办法.md"), kept)
    said = copy.content.decode()
    assert copy.filename == "【已废止】办法.md"
    assert copy.media_type == "text/markdown"
    assert said.startswith("【已废止】澄江省排污权交易管理办法（试行）\n")
    assert said.endswith("（以下为原件内容）――――――――\n\n# 办法\n\n第一条")
    assert notice(content).sha256 in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("旧办法.txt", "第一条　按国标编码".encode("gb18030")),
        ("办法.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("办法.html", b"<!doctype html><html><body>x</body></html>"),
        ("表.csv", b"a,b\n1,2\n"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        ("不明.bin", b"\x00\x01\x02"),
        ("空.pdf", b""),
    ],
)
def test_what_cannot_be_marked_inside_comes_packed_with_the_notice(
    notice: MakeNotice, kept: DiskCache, name: str, content: bytes
) -> None:
    copy = marked_copy(content, notice(content, filename=name), kept, no_pdf="不排版")
    found = unpacked(copy)
    assert copy.filename == f"【已废止】{name}.zip"
    assert set(found) == {PLAIN, f"【已废止】{name}"}
    assert found[f"【已废止】{name}"] == content
    assert "已于2021年8月1日废止" in found[PLAIN].decode()
    assert copy.why_packed in found[PLAIN].decode()


@pytest.mark.pdf
def test_the_notice_is_printed_where_type_can_be_set(
    notice: MakeNotice, kept: DiskCache, sheets: bytes
) -> None:
    assert sheets
    found = unpacked(marked_copy(b"\x00", notice(b"\x00", filename="不明.bin"), kept))
    assert found[PRINTED].startswith(b"%PDF-")


@pytest.mark.pdf
def test_a_pdf_is_stamped_and_kept(notice: MakeNotice, kept: DiskCache, make_pdf: Any, sheets: bytes) -> None:
    assert sheets
    content = make_pdf(A4)
    copy = marked_copy(content, notice(content), kept)
    assert (copy.filename, copy.media_type, copy.why_packed) == ("【已废止】办法.pdf", "application/pdf", "")
    (place,) = kept.folder.glob("*/*")
    assert place.read_bytes() == copy.content
    place.write_bytes(b"%PDF-from the disk")
    assert marked_copy(content, notice(content), kept).content == b"%PDF-from the disk"


@pytest.mark.pdf
def test_other_words_make_another_copy(notice: MakeNotice, sheets: bytes) -> None:
    assert sheets
    same = making.key(notice(b"x"))
    assert making.key(notice(b"x")) == same
    for other in (notice(b"y"), notice(b"x", word="已失效"), notice(b"x", sentence="另一句。")):
        assert making.key(other) != same


def test_a_word_document_is_marked_without_any_typesetting(notice: MakeNotice, kept: DiskCache) -> None:
    document, made = docx.Document(), io.BytesIO()
    document.add_paragraph("第一条")
    document.save(made)
    content = made.getvalue()
    copy = marked_copy(content, notice(content, filename="办法.docx"), kept, no_pdf="不排版")
    assert (copy.media_type, copy.why_packed) == (DOCX, "")
    assert docx.Document(io.BytesIO(copy.content)).paragraphs[0].text.startswith("【已废止】")


@pytest.mark.pdf
def test_why_a_file_cannot_be_stamped_is_found_once(
    notice: MakeNotice, kept: DiskCache, sheets: bytes
) -> None:
    assert sheets
    content = b"%PDF-1.7\ndamaged"
    first = marked_copy(content, notice(content), kept)
    assert "已损坏" in first.why_packed
    (place,) = kept.folder.glob("*/*")
    assert place.read_bytes() == making.REFUSED + first.why_packed.encode()
    place.write_bytes(making.REFUSED + "早已知道".encode())
    assert marked_copy(content, notice(content), kept).why_packed == "早已知道"


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A marking child that ends before it answers."""
    dead = limited.Worker("制作标注副本", ("-c", "raise SystemExit(3)"), making.LIMITS)
    monkeypatch.setattr(making, "worker", lambda: dead)
    yield
    dead.close()


@pytest.mark.usefixtures("no_child")
@pytest.mark.parametrize("name", ["办法.pdf", "办法.docx"])
def test_while_nothing_can_be_marked_everything_is_packed_and_nothing_is_remembered(
    notice: MakeNotice, kept: DiskCache, make_pdf: Any, name: str
) -> None:
    if reason := typeset.available():
        pytest.skip(reason)
    made = io.BytesIO()
    docx.Document().save(made)
    content = make_pdf(A4) if name.endswith(".pdf") else made.getvalue()
    copy = marked_copy(content, notice(content, filename=name), kept)
    assert copy.filename == f"【已废止】{name}.zip"
    assert unpacked(copy)[f"【已废止】{name}"] == content
    assert not list(kept.folder.glob("*/*"))
