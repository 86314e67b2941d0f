"""Citations (引用) as they stand in a pasted text, each with its place."""

from dataclasses import dataclass

from registry.checking.rules.terms import Way


@dataclass(frozen=True, slots=True)
class Pointed:
    """One article, or a part of one, that a citation names: as printed, and as it is looked up.

    `designations` are several for a range (第三条至第五条).
    """

    start: int
    end: int
    designations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument named in the text from `start` up to `end`, with the provisions named right behind it.

    `title` is the title as meant (a short name is resolved to what the text defines), `printed` as it stands;
    `number` stands in brackets behind the title or before it. A `paper` is the name of a certificate or a
    form, unless the registry knows an instrument of that name.
    """

    start: int
    end: int
    way: Way
    title: str
    printed: str
    number: str = ""
    pointed: tuple[Pointed, ...] = ()
    paper: bool = False
    # The year told before the title: 1991年4月15日国务院发布的《禁止使用童工规定》.
    year: int = 0

    @property
    def designations(self) -> tuple[str, ...]:
        """The provisions named, in order, each once."""
        return tuple(dict.fromkeys(name for each in self.pointed for name in each.designations))
