"""The child that looks into recordings: `python -m interpretations.publishing.recording_child`.

A job is the bytes of a file; the answer is JSON: its container, its length, whether there is a picture. A
library in C reads what strangers made: a crash costs this process, not the site (see `base.limited`).
"""

import json
from io import BytesIO

from pymediainfo import MediaInfo

from base.apart import serve

# Names that the library gives to containers and to what stands in them.
CONTAINER, FILM, SOUND = "General", "Video", "Audio"


def answer(job: bytes) -> bytes:
    """What is known of one recording."""
    found: dict[str, object] = {
        "container": "",
        "seconds": 0,
        "film": "",
        "sound": "",
        "width": 0,
        "height": 0,
    }
    for track in MediaInfo.parse(BytesIO(job), parse_speed=0.2).tracks:
        told = track.to_data()
        # Some containers say nothing of themselves, but their tracks do.
        found["seconds"] = max(_number(found["seconds"]), _number(told.get("duration")) / 1000)
        if track.track_type == CONTAINER:
            found["container"] = str(told.get("format") or "")
        elif track.track_type == FILM and not found["film"]:
            found["film"] = str(told.get("format") or "?")
            found |= {"width": int(_number(told.get("width"))), "height": int(_number(told.get("height")))}
        elif track.track_type == SOUND and not found["sound"]:
            found["sound"] = str(told.get("format") or "?")
    return json.dumps(found).encode()


def _number(told: object) -> float:
    try:
        return float(str(told)) if told else 0.0
    except ValueError:
        return 0.0


if __name__ == "__main__":
    serve(answer)
