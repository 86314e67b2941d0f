"""Composing a work from everything that was read of it; the same files give the same work."""

from collections.abc import Iterable, Mapping, Sequence

from registry.intake.parsed import Parsed
from registry.works import versions
from registry.works.bonds import bonds
from registry.works.describing import describe
from registry.works.life import life
from registry.works.shapes import Held, Work


def compose(texts: Sequence[Held]) -> Work:
    """The work that these wordings, at least one, make together."""
    stand = versions.standing(texts)
    description = describe(texts, stand)
    return Work(
        description=description,
        versions=versions.versions(texts),
        events=life(stand),
        bonds=bonds(stand, description.title_key),
        doubts=versions.doubts(texts),
    )


def held(wordings: Mapping[str, Iterable[Parsed]]) -> tuple[Held, ...]:
    """The wordings by fingerprint, their files in the order of their paths."""
    sorted_readings = {
        fingerprint: tuple(sorted(readings, key=lambda reading: reading.path))
        for fingerprint, readings in wordings.items()
    }
    return tuple(Held(fingerprint, readings) for fingerprint, readings in sorted_readings.items() if readings)
