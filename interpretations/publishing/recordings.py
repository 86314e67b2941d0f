"""Recordings, captions and pictures (音视频、字幕、图片): what may come in, told by the bytes and by a child.

Types and sizes as `registry.intake.uploads` has them; the length of a recording is read in a limited process.
"""

import json
from dataclasses import dataclass
from functools import cache

from base.errors import BadInput
from base.limited import BrokeDown, Limits, TookTooLong, Worker
from interpretations.rules.captions import read_captions
from interpretations.rules.terms import FileRole
from registry.intake.file_types import FileType, pixel_size
from registry.intake.uploads import RECORDINGS, Upload, UploadLimits, accept

MEGABYTE = 2**20
LIMITS = Limits(wall_seconds=30, cpu_seconds=15, memory=2048 * MEGABYTE, answer=MEGABYTE, jobs=50, waiting=4)
CHILD = ("-m", "interpretations.publishing.recording_child")
# A press conference is over after four hours; less than a second is an empty file.
SHORTEST, LONGEST = 1, 4 * 3600
WANTED = {
    FileRole.MEDIA: RECORDINGS - {FileType.VTT},
    FileRole.CAPTIONS: frozenset({FileType.VTT}),
    FileRole.PICTURE: frozenset({FileType.PNG, FileType.JPEG}),
}
# What the library calls the containers of these types.
CONTAINERS = {
    FileType.MP4: ("MPEG-4",),
    FileType.M4A: ("MPEG-4",),
    FileType.WEBM: ("WebM", "Matroska"),
    FileType.MP3: ("MPEG Audio",),
    FileType.WAV: ("Wave",),
    FileType.OGG: ("Ogg",),
}
# Without a picture these are sound.
SOUND_ONLY = {"video/mp4": "audio/mp4", "video/webm": "audio/webm"}
# What every browser plays; anything else is told to the drafter.
PLAYED = frozenset({"AVC", "VP8", "VP9", "AV1", "", "AAC", "MPEG Audio", "Opus", "Vorbis", "PCM", "FLAC"})
# Far longer pictures are cut into pieces by browsers, or not shown.
TALLEST = 30_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may come in: what it is for, the upload itself, its length and its size in pixels."""

    role: FileRole
    upload: Upload
    media_type: str
    seconds: int | None = None
    width: int | None = None
    height: int | None = None
    notices: tuple[str, ...] = ()


@cache
def shared() -> Worker:
    """The process of this site that looks into recordings."""
    return Worker("检查音视频", CHILD, LIMITS)


def accepted(role: FileRole, content: bytes, filename: str, size: int) -> Accepted:
    """The file, when it is what it is to be; raises BadInput with a sentence that names it.

    `size` is the largest number of bytes.
    """
    upload = accept(content, filename, WANTED[role], UploadLimits(size=size))
    if role is FileRole.MEDIA:
        return _recording(upload)
    if role is FileRole.CAPTIONS:
        _captions(upload)
        return Accepted(role, upload, upload.media_type, notices=upload.notices)
    return _picture(upload)


def refuse_mismatched(captions: bytes, seconds: int | None, filename: str) -> None:
    """Raises BadInput where captions run on after the recording has ended."""
    try:
        read_captions(captions, seconds)
    except BadInput as fault:
        raise BadInput(f"{filename}：{fault.sentence}") from fault


def _captions(upload: Upload) -> None:
    refuse_mismatched(upload.content, None, upload.filename)


def _picture(upload: Upload) -> Accepted:
    width, height = pixel_size(upload.content, upload.file_type)
    if height > TALLEST:
        raise BadInput(f"{upload.filename}：图片高 {height} 像素，超过上限 {TALLEST} 像素，请拆分后再上传。")
    return Accepted(
        FileRole.PICTURE, upload, upload.media_type, width=width, height=height, notices=upload.notices
    )


def _recording(upload: Upload) -> Accepted:
    told = _asked(upload)
    name, seconds = upload.filename, float(str(told["seconds"]))
    film, sound = str(told["film"]), str(told["sound"])
    if told["container"] not in CONTAINERS[upload.file_type] or not (film or sound):
        raise BadInput(f"{name}：不是完好的{upload.file_type.label}，可能已损坏；请重新导出后再上传。")
    if seconds < SHORTEST:
        raise BadInput(f"{name}：时长不到 {SHORTEST} 秒，可能没有录上或者已损坏；请检查后重新上传。")
    if seconds > LONGEST:
        hours = LONGEST // 3600
        raise BadInput(f"{name}：时长 {seconds / 3600:.1f} 小时，超过上限 {hours} 小时；请剪辑后再上传。")
    notices = upload.notices
    if not {film, sound} <= PLAYED:
        notices += (f"{name} 的编码（{film or sound}）有的浏览器不能播放，建议转为 H.264/AAC 的 MP4。",)
    media_type = upload.media_type if film else SOUND_ONLY.get(upload.media_type, upload.media_type)
    width, height = int(str(told["width"])) or None, int(str(told["height"])) or None
    return Accepted(FileRole.MEDIA, upload, media_type, round(seconds), width, height, notices)


def _asked(upload: Upload) -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads(shared().ask(upload.content))
    except (BrokeDown, TookTooLong) as fault:
        # What the library did not foresee: this file ended the child, and the next one gets another.
        raise BadInput(f"{upload.filename}：内容异常，检查时出错而中止；请重新导出后再上传。") from fault
    return found
