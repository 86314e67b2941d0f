"""Recordings, captions and pictures: what they are is told by their bytes, and a false one is refused."""

import io
import random
import struct
import wave
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from base.errors import BadInput
from base.staff.roles import Role
from interpretations.publishing import recordings
from interpretations.publishing.editing import content_of
from interpretations.publishing.recordings import accepted
from interpretations.rules.terms import FileRole
from interpretations.tables import Interpretation

MEGABYTE = 2**20
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n先领证\n".encode()


def sound(seconds: float) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(1000)
        file.writeframes(b"\x80" * int(1000 * seconds))
    return target.getvalue()


def song(frames: int) -> bytes:
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def box(name: bytes, *parts: bytes) -> bytes:
    held = b"".join(parts)
    return struct.pack(">I", 8 + len(held)) + name + held


def film(seconds: int, width: int = 640, height: int = 360) -> bytes:
    """The smallest film that is one: its tables, and empty pictures."""
    scale, length = 1000, seconds * 1000
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    head = struct.pack(">IIIII", 0, 0, 0, scale, length) + struct.pack(">IHH8x", 0x10000, 0x100, 0)
    mvhd = box(b"mvhd", head, matrix, bytes(24), struct.pack(">I", 2))
    track = struct.pack(">IIIIII8x", 7, 0, 0, 1, 0, length) + bytes(8)
    tkhd = box(b"tkhd", track, matrix, struct.pack(">II", width << 16, height << 16))
    mdhd = box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, scale, length, 0x55C4, 0))
    hdlr = box(b"hdlr", struct.pack(">II4s12x", 0, 0, b"vide"), b"v\0")
    avc = box(b"avcC", bytes([1, 0x42, 0xC0, 0x1E, 0xFF, 0xE0, 0]))
    seen = struct.pack(">HH", width, height) + struct.pack(">III", 0x480000, 0x480000, 0)
    look = bytes(6) + struct.pack(">H", 1) + bytes(16) + seen + struct.pack(">H", 1) + bytes(32)
    entry = box(b"avc1", look, struct.pack(">Hh", 24, -1), avc)
    tables = (
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stts", struct.pack(">IIII", 0, 1, seconds, scale)),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, seconds, 1)),
        box(b"stsz", struct.pack(">III", 0, 10, seconds)),
        box(b"stco", struct.pack(">III", 0, 1, 40)),
    )
    drefs = box(b"dinf", box(b"dref", struct.pack(">II", 0, 1), box(b"url ", struct.pack(">I", 1))))
    media = box(b"minf", box(b"vmhd", bytes(12)), drefs, box(b"stbl", *tables))
    trak = box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, media))
    begin = box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomavc1")
    return begin + box(b"mdat", bytes(10 * min(seconds, 100) + 40)) + box(b"moov", mvhd, trak)


def picture(width: int = 30, height: int = 40) -> bytes:
    def chunk(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "name", "media_type", "seconds"),
    [
        (sound(3), "录音.wav", "audio/wav", 3),
        (song(200), "录音.mp3", "audio/mpeg", 5),
        (film(5), "短片.mp4", "video/mp4", 5),
    ],
)
def test_a_recording_is_told_by_its_bytes(content: bytes, name: str, media_type: str, seconds: int) -> None:
    found = accepted(FileRole.MEDIA, content, name, MEGABYTE)
    assert (found.media_type, found.seconds) == (media_type, seconds)
    assert found.width == (640 if media_type.startswith("video") else None)


@pytest.mark.parametrize(
    ("role", "content", "name", "fault"),
    [
        (FileRole.MEDIA, film(0), "空.mp4", "时长不到 1 秒"),
        (FileRole.MEDIA, film(12 * 3600), "长.mp4", "时长 12.0 小时，超过上限 4 小时"),
        (FileRole.MEDIA, sound(0.2), "短.wav", "时长不到 1 秒"),
        (FileRole.MEDIA, b"%PDF-1.7 x", "假.mp4", "是PDF 文件，这里只接受"),
        (FileRole.MEDIA, picture(), "假.mp4", "是PNG 图片，这里只接受"),
        (FileRole.MEDIA, "不是录音".encode(), "假.mp3", "这里只接受"),
        (FileRole.MEDIA, film(5)[:60], "断.mp4", "不是完好的MP4 视频"),
        (FileRole.MEDIA, b"\x1aE\xdf\xa3" + bytes(400), "假.webm", "不是完好的WebM 视频"),
        (FileRole.MEDIA, b"OggS" + bytes(400), "假.ogg", "不是完好的Ogg 音频"),
        (FileRole.MEDIA, b"", "空.mp4", "文件是空的"),
        (FileRole.MEDIA, bytes(2 * MEGABYTE), "大.mp4", "超过上限 1 MB"),
        (FileRole.CAPTIONS, "1\n00:00:01,000 --> 00:00:02,000\n甲".encode(), "字幕.srt", "这里只接受 VTT"),
        (FileRole.CAPTIONS, b"WEBVTT\n\n<script>", "字幕.vtt", "认不出时间"),
        (FileRole.PICTURE, b"<svg onload=alert(1)>", "图.png", "SVG"),
        (FileRole.PICTURE, b"GIF89a\x01\0\x01\0", "图.gif", "这里只接受 JPG、PNG"),
        (FileRole.PICTURE, picture()[:-8], "图.png", "图片里还有别的内容"),
        (FileRole.PICTURE, picture(1, 30_001), "长图.png", "超过上限 30000 像素"),
    ],
)
def test_a_false_one_is_refused_with_a_sentence_that_names_it(
    role: FileRole, content: bytes, name: str, fault: str
) -> None:
    with pytest.raises(BadInput, match=fault) as refused:
        accepted(role, content, name, MEGABYTE)
    assert refused.value.sentence.startswith(name.rsplit(".", 1)[0])


def test_a_film_cut_anywhere_or_shaken_crashes_nothing() -> None:
    chance = random.Random(7)  # noqa: S311  # the same files every time
    whole = film(5)
    for _ in range(40):
        shaken = bytearray(whole[: chance.randrange(20, len(whole) + 1)])
        for _ in range(chance.randrange(6)):
            shaken[chance.randrange(12, len(shaken))] = chance.randrange(256)
        try:
            found = accepted(FileRole.MEDIA, bytes(shaken), "短片.mp4", MEGABYTE)
        except BadInput:
            continue
        assert found.seconds


def test_a_child_that_dies_refuses_the_file_and_the_next_one_is_read() -> None:
    # A fresh one: after its last job a child is gone by itself.
    recordings.shared().close()
    recordings.shared().ask(sound(2))
    child = recordings.shared()._child
    assert child
    child.kill()
    child.wait()
    assert accepted(FileRole.MEDIA, sound(2), "录音.wav", MEGABYTE).seconds == 2


@pytest.fixture
def upload(desk: Any) -> Callable[..., str]:
    def send(key: int, role: str, content: bytes, name: str, version: int) -> str:
        desk.page(key)
        answer = desk.client.post(
            f"/desk/interpretations/{key}/files",
            data={"role": role, "version": str(version), "file": (io.BytesIO(content), name)},
            content_type="multipart/form-data",
            follow_redirects=True,
        )
        return str(desk.said(answer.get_data(as_text=True)))

    return send


def held(desk: Any, key: int) -> Any:
    with desk.home.database.reading() as session:
        return content_of(session.get_one(Interpretation, key))


def test_a_film_with_its_captions_passes_the_check_list(desk: Any, upload: Callable[..., str]) -> None:
    key = desk.save(form="video", transcript="先领证，再排污。")
    assert "没有音视频" in desk.page(key)
    assert upload(key, "media", film(5), "短片.mp4", 1) == "文件已上传"
    assert "没有字幕" in desk.page(key)
    late = VTT.replace(b"00:02.000", b"00:59.000")
    assert "音视频只有 00:05" in upload(key, "captions", late, "字幕.vtt", 2)
    assert upload(key, "captions", VTT, "字幕.vtt", 2) == "文件已上传"
    assert desk.do(key, "submit", version="3") == "已送审"
    page = desk.page(key)
    assert '<track kind="captions"' in page
    number = held(desk, key).media
    played = desk.client.get(f"/desk/interpretations/{key}/files/{number}", headers={"Range": "bytes=0-9"})
    assert (played.status_code, played.mimetype) == (206, "video/mp4")
    assert "sandbox" in played.headers["Content-Security-Policy"]


def test_a_shorter_recording_does_not_come_under_longer_captions(
    desk: Any, upload: Callable[..., str]
) -> None:
    key = desk.save(form="video", transcript="先领证。")
    upload(key, "captions", VTT.replace(b"00:02.000", b"00:09.000"), "字幕.vtt", 1)
    assert "音视频只有 00:05" in upload(key, "media", film(5), "短片.mp4", 2)
    assert upload(key, "media", film(9), "长些.mp4", 2) == "文件已上传"


def test_a_picture_needs_its_words_and_can_be_taken_off(desk: Any, upload: Callable[..., str]) -> None:
    key = desk.save()
    assert upload(key, "picture", picture(), "图.png", 1) == "文件已上传"
    assert "没有写出图中文字" in desk.page(key)
    number = held(desk, key).picture
    assert desk.do(key, f"files/{number}/detach", version="2") == "文件已撤下"
    assert held(desk, key).picture is None
    assert "不在这一稿里" in desk.page_said(f"/desk/interpretations/{key}/files/{number}/detach", version="3")


def test_a_false_file_is_told_on_the_page_and_an_old_version_is_not_written_over(
    desk: Any, upload: Callable[..., str]
) -> None:
    key = desk.save()
    assert "时长 12.0 小时" in upload(key, "media", film(12 * 3600), "长.mp4", 1)
    assert "不在可选范围内" in upload(key, "poem", picture(), "图.png", 1)
    assert "已变为第 1 稿" in upload(key, "picture", picture(), "图.png", 7)
    assert "请先选择文件" in upload(key, "picture", b"", "", 1)


def test_files_of_another_interpretation_and_another_unit_are_not_handed_out(
    desk: Any, upload: Callable[..., str]
) -> None:
    key = desk.save()
    upload(key, "picture", picture(), "图.png", 1)
    number = held(desk, key).picture
    other = desk.save()
    assert desk.client.get(f"/desk/interpretations/{other}/files/{number}").status_code == 404
    desk.sit(Role.DRAFTER, desk.home.bureau)
    assert desk.client.get(f"/desk/interpretations/{key}/files/{number}").status_code == 403
