"""The content (解读内容) of an interpretation: blocks, each with the provisions that it explains.

The same blocks are read as a page, as questions found singly, and as a picture; they are kept as JSON.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby

from interpretations.rules.terms import Aspect, BlockKind, FileRole, Form, Layout, Origin


@dataclass(frozen=True, slots=True)
class Ref:
    """A provision that a block explains: the place of its document among those explained, and its id there.

    >>> Ref.read("0:art-10-p2"), str(Ref(0, "art-10-p2"))
    (Ref(work=0, eid='art-10-p2'), '0:art-10-p2')
    """

    work: int
    eid: str

    @classmethod
    def read(cls, written: str) -> "Ref":
        """The reference as it is kept; raises ValueError for anything else."""
        work, _, eid = written.partition(":")
        return cls(int(work), eid)

    def __str__(self) -> str:
        return f"{self.work}:{self.eid}"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `key` lasts through all versions and is its id on the page (`b3`).

    What the fields hold, by kind: a passage its heading and words; a question in `heading`, its answer in
    `words`; a figure as printed (3个工作日) in `heading`, what it counts in `words`; a step or point its name
    and words; a change its matter, the former rule in `aside`, the new one in `words`; a case its facts in
    `words`, what follows from the provisions in `aside`; a misreading in `heading`, what the text says in
    `words`, where it goes round in `aside`. `words` and `aside` are Markdown in passages, questions and
    cases, plain text in all others.
    """

    key: str
    kind: BlockKind
    heading: str = ""
    words: str = ""
    aside: str = ""
    aspect: Aspect | None = None
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks of one kind (同类内容块), shown together: figures side by side, steps in order."""

    kind: BlockKind
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All that an interpretation says. `lead` is its one sentence; `speaker` who explains (解读人).

    `credit` and `source_url` name author and place of what others wrote. `contact` says whom to ask, and
    how. `media`, `captions` and `picture` are ids of its files; `picture_text` tells in words what an
    uploaded picture shows; `media_url` is where the recording is when it is not here.
    """

    title: str = ""
    form: Form = Form.TEXT
    origin: Origin = Origin.OWN
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    layout: Layout = Layout.POINTS
    speaker: str = ""
    contact: str = ""
    credit: str = ""
    source_url: str = ""
    transcript: str = ""
    media: int | None = None
    media_url: str = ""
    captions: int | None = None
    picture: int | None = None
    picture_text: str = ""

    @property
    def files(self) -> tuple[int, ...]:
        """The ids of its files."""
        return tuple(each for each in (self.media, self.captions, self.picture) if each is not None)

    def with_file(self, role: FileRole, held: int | None) -> "Content":
        """The same with this file for that purpose; with none."""
        if role is FileRole.MEDIA:
            return replace(self, media=held)
        return replace(self, captions=held) if role is FileRole.CAPTIONS else replace(self, picture=held)

    def refs(self) -> Iterator[tuple[Block, Ref]]:
        """Every provision explained, with the block that explains it."""
        return ((block, ref) for block in self.blocks for ref in block.refs)

    @property
    def runs(self) -> tuple["Run", ...]:
        """The blocks as a page shows them: neighbours of one kind together."""
        return tuple(
            Run(kind, tuple(blocks)) for kind, blocks in groupby(self.blocks, key=lambda block: block.kind)
        )

    @property
    def answers_misreading(self) -> bool:
        """Whether it says what a document means against what goes round (回应关切), in whatever form."""
        return self.form is Form.RESPONSE or any(each.kind is BlockKind.MISREADING for each in self.blocks)

    def told(self, aspect: Aspect) -> tuple[Block, ...]:
        """The blocks that tell of this aspect."""
        return tuple(block for block in self.blocks if block.aspect is aspect)


def kept(content: Content) -> dict[str, object]:
    """The content as JSON."""
    made = asdict(content)
    made["blocks"] = [{**asdict(block), "refs": [str(ref) for ref in block.refs]} for block in content.blocks]
    return made


def recalled(held: Mapping[str, object]) -> Content:
    """The content back from JSON; what a former version of the program did not know takes its default."""
    known = {name: value for name, value in held.items() if name in FIELDS}
    blocks = known.pop("blocks", ())
    made = {name: TERMS[name](str(value)) if name in TERMS else value for name, value in known.items()}
    return Content(**made, blocks=tuple(map(_block, _listed(blocks))))  # type: ignore[arg-type]  # as it was kept


TERMS = {"form": Form, "origin": Origin, "layout": Layout}
FIELDS = frozenset(Content.__dataclass_fields__)


def _listed(value: object) -> list[Mapping[str, object]]:
    return list(value) if isinstance(value, list | tuple) else []


def _block(held: Mapping[str, object]) -> Block:
    aspect, refs = held.get("aspect"), held.get("refs")
    return Block(
        key=str(held["key"]),
        kind=BlockKind(str(held["kind"])),
        heading=str(held.get("heading", "")),
        words=str(held.get("words", "")),
        aside=str(held.get("aside", "")),
        aspect=Aspect(str(aspect)) if aspect else None,
        refs=tuple(Ref.read(str(each)) for each in refs) if isinstance(refs, list | tuple) else (),
    )


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML made of a content's Markdown, once, when it was saved: by block, `words` and `aside`.

    What is plain text is not in here; templates escape it.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    asides: Mapping[str, str] = field(default_factory=dict)
    transcript: str = ""

    @classmethod
    def read(cls, held: Mapping[str, object]) -> "Rendered":
        """The HTML back from the row of a version."""
        words, asides = held.get("words"), held.get("asides")
        return cls(
            words={str(key): str(html) for key, html in words.items()} if isinstance(words, dict) else {},
            asides={str(key): str(html) for key, html in asides.items()} if isinstance(asides, dict) else {},
            transcript=str(held.get("transcript", "")),
        )


# In these the words are Markdown.
WRITTEN = frozenset({BlockKind.PASSAGE, BlockKind.QUESTION, BlockKind.CASE})
