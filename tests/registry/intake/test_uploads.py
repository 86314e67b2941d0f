"""Uploads: what they are by their bytes, what may come in, and under which name."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput, NotFound, Unavailable
from registry.intake import keeping, uploads
from registry.intake.file_types import ending, pixels
from registry.intake.uploads import (
    ATTACHMENTS,
    SOURCES,
    TABLES,
    FileType,
    UploadLimits,
    accept,
    safe_name,
    sniff,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x64\0\0\0\x32\x08\x02\0\0\0" + b"\0" * 4
PNG += b"\0\0\0\0IEND\xae\x42\x60\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x0b\x08\0\x32\0\x64\x01\x01\x11\0\xff\xd9"


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, "甲")
    return content.getvalue()


def named(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "filename", "kind"),
    [
        (packed("word/document.xml"), "a.zip", FileType.DOCX),
        (packed("word/document.xml", "word/vbaProject.bin"), "a.docx", FileType.DOCM),
        (packed("xl/workbook.xml"), "a.docx", FileType.XLSX),
        (packed("ppt/presentation.xml"), "a", FileType.PPTX),
        (packed("OFD.xml"), "a.pdf", FileType.OFD),
        (packed("材料.txt"), "a.docx", FileType.ZIP),
        (b"%PDF-1.4", "a.docx", FileType.PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "a.pdf", FileType.PDF),
        (named("WordDocument"), "a.doc", FileType.DOC),
        (named("WordDocument"), "a.wps", FileType.WPS),
        (named("Workbook"), "a.et", FileType.XLS),
        (named("PowerPoint Document"), "a", FileType.PPT),
        (named("EncryptedPackage"), "a.docx", FileType.LOCKED),
        (OLE, "a.doc", FileType.UNKNOWN),
        (rb"{\rtf1 x}", "a.doc", FileType.RTF),
        (PNG, "a.jpg", FileType.PNG),
        (JPEG, "a.png", FileType.JPEG),
        (b"GIF89a\x01\0\x01\0", "a", FileType.GIF),
        (b"<?xml version='1.0'?><svg xmlns='x'>", "a.xml", FileType.SVG),
        (b"<html><svg></svg></html>", "a.svg", FileType.HTML),
        ("<!DOCTYPE html><p>甲".encode("gbk"), "a.txt", FileType.HTML),
        ("# 甲办法".encode(), "a.md", FileType.MARKDOWN),
        ("名称,文号\n".encode("gbk"), "a.csv", FileType.CSV),
        ("第一条".encode("utf-16"), "a", FileType.TEXT),
        (b"MZ\x90", "a.pdf", FileType.PROGRAM),
        (b"\0\0\0\x18ftypisom", "a.pdf", FileType.MP4),
        (b"\0\0\0\x18ftypM4A ", "a.mp4", FileType.M4A),
        (b"\x1aE\xdf\xa3\0", "a", FileType.WEBM),
        (b"OggS\0", "a", FileType.OGG),
        (b"ID3\x04\0", "a", FileType.MP3),
        (b"\xff\xfb\x90\0", "a", FileType.MP3),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a", FileType.WAV),
        (b"WEBVTT\n\n", "a.txt", FileType.VTT),
        (b"echo 1", "a.ps1", FileType.PROGRAM),
        (b"\x00\x01", "a.txt", FileType.UNKNOWN),
    ],
)
def test_the_bytes_say_what_a_file_is(content: bytes, filename: str, kind: FileType) -> None:
    assert sniff(content, filename) is kind


def test_what_text_is_read_from_and_what_is_kept_are_closed_lists() -> None:
    assert SOURCES < ATTACHMENTS
    assert TABLES < ATTACHMENTS
    assert not ATTACHMENTS & set(uploads.REFUSED)
    assert not uploads.RECORDINGS & (ATTACHMENTS | set(uploads.REFUSED))
    assert ATTACHMENTS | uploads.RECORDINGS | set(uploads.REFUSED) == set(FileType)


def test_an_accepted_file_bears_its_hash_and_its_media_type() -> None:
    upload = accept(PNG, "图.png", ATTACHMENTS)
    assert upload.sha256 == sha256(PNG).hexdigest()
    assert (upload.media_type, upload.filename, upload.notices) == ("image/png", "图.png", ())


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (
            named("WordDocument"),
            "办法.doc",
            "办法.doc：是Word 97-2003 文档，这里不能使用；请在 Word 或者 WPS 中另存为 .docx 后再上传。",
        ),
        (
            named("EncryptedPackage"),
            "办法.docx",
            "办法.docx：是加密的 Office 文件，这里不能使用；请在 Word 或者 WPS 中去掉密码后再上传。",
        ),
        (PNG, "扫描.png", "扫描.png：是PNG 图片，这里只接受 DOCX、HTML、MD、OFD、PDF、TXT。"),
    ],
)
def test_a_file_that_holds_no_text_is_refused_with_what_to_do(
    content: bytes, filename: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        accept(content, filename, SOURCES)
    assert refused.value.sentence == sentence


def test_old_and_locked_files_are_kept_as_attachments() -> None:
    assert accept(named("WordDocument"), "表.doc", ATTACHMENTS).file_type is FileType.DOC
    assert accept(named("EncryptedPackage"), "表.xlsx", ATTACHMENTS).filename == "表.xlsx"


def test_the_number_of_files_in_a_package_is_limited() -> None:
    with pytest.raises(BadInput, match="包内有30个文件，超过上限20个"):
        accept(packed(*map(str, range(30))), "a.zip", ATTACHMENTS, UploadLimits(entries=20))


def test_a_picture_may_have_as_many_pixels_as_a_large_scan() -> None:
    assert pixels(PNG, FileType.PNG) == pixels(JPEG, FileType.JPEG) == 5000
    with pytest.raises(BadInput, match="像素"):
        accept(PNG, "图.png", ATTACHMENTS, UploadLimits(pixels=4999))
    assert accept(PNG, "图.png", ATTACHMENTS, UploadLimits(pixels=5000))


@given(st.text(max_size=300))
def test_a_safe_name_is_one_segment_and_stays_itself(filename: str) -> None:
    name = safe_name(filename)
    assert 0 < len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*\0\n\r\t\u202e\u200b')
    assert name not in {".", ".."}
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert safe_name(name) == name


@given(st.binary(max_size=400), st.sampled_from(["a.docx", "a.txt", "a", "a.svg"]))
def test_any_bytes_are_something(content: bytes, filename: str) -> None:
    assert sniff(content, filename) in FileType


@given(st.binary(max_size=200))
def test_a_damaged_package_is_no_zip_of_ours(noise: bytes) -> None:
    assert sniff(b"PK" + noise, "a.docx") in {FileType.UNKNOWN, FileType.ZIP}


def test_an_ending_is_known_in_its_other_spellings() -> None:
    assert [ending(name) for name in ("a.HTM", "b/c.jpeg", "办法.docx", "办法")] == [
        "html",
        "jpg",
        "docx",
        "",
    ]


def test_what_is_kept_comes_back_byte_for_byte(tmp_path: Path) -> None:
    upload = accept(PNG, "图.png", ATTACHMENTS)
    digest = keeping.keep(tmp_path, upload)
    assert digest == upload.sha256
    assert keeping.kept(tmp_path, digest) == PNG


def test_what_was_never_kept_is_not_found_and_what_was_altered_is_told(tmp_path: Path) -> None:
    digest = keeping.keep(tmp_path, accept(PNG, "图.png", ATTACHMENTS))
    with pytest.raises(NotFound):
        keeping.kept(tmp_path, "0" * 64)
    next(tmp_path.rglob(digest)).write_bytes(b"x")
    with pytest.raises(Unavailable, match="已损坏"):
        keeping.kept(tmp_path, digest)
