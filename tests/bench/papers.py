"""The documents to measure on: the real ones beside the project, else as many made up from a fixed seed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import APP, PROJECT, cost, settings

from base.db import Database
from registry.law.numerals import chinese

REAL = PROJECT.parent / "shared" / "corpus"
# The size of the real ones: 3,564 documents of 42 articles and 17 kB on average.
DOCUMENTS = 3564
ARTICLES = (8, 76)
SENTENCES = (1, 4)
WORDS = (8, 30)
CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意"
    "建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统"
)


@dataclass(frozen=True)
class Papers:
    """A folder of documents and, where there is one, its ledger."""

    folder: Path
    ledger: Path | None
    called: str

    @property
    def files(self) -> list[Path]:
        """Every document."""
        return sorted(self.folder.rglob("*.md"))


@contextmanager
def papers() -> Iterator[Papers]:
    """The real documents where they are, else made-up ones in a folder of their own."""
    if (REAL / "documents").is_dir():
        yield Papers(REAL / "documents", REAL / "MANIFEST.csv", "real documents")
        return
    with TemporaryDirectory() as folder:
        write(Path(folder))
        yield Papers(Path(folder), None, "made-up documents")


@contextmanager
def library(folder: Path | None) -> Iterator[Path]:
    """The data folder named, or one of its own into which the papers are imported."""
    if folder:
        yield folder
        return
    with TemporaryDirectory() as made, papers() as found:
        ledger = ("--ledger", str(found.ledger)) if found.ledger else ()
        command = (*APP, "import", str(found.folder), *ledger, "--no-progress")
        cost(command, settings(REGISTRY_DATA=made))
        yield Path(made)


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    """The database of a data folder."""
    database = Database(f"sqlite:///{folder / 'registry.sqlite'}")
    yield database
    database.close()


def write(folder: Path, count: int = DOCUMENTS) -> None:
    """Write that many documents, the same ones every time."""
    chance = random.Random(9)  # noqa: S311  # no secret: the same documents every time
    # As in any language, few words are met often and most seldom.
    vocabulary = [
        "".join(chance.choices(CHARACTERS, k=chance.choice((1, 2, 2, 2, 3)))) for _ in range(20_000)
    ]
    weights = [1 / (place + 3) for place in range(len(vocabulary))]
    for number in range(count):
        words = iter(chance.choices(vocabulary, weights, k=8_000))
        (folder / f"{number:04d}.md").write_text(document(chance, words, number), "utf-8")


def document(chance: random.Random, words: Iterator[str], number: int) -> str:
    """One document as the importer reads it."""
    year = chance.randint(1985, 2025)
    title = "".join(next(words) for _ in range(5)) + f"条例（{number:04d}）"
    lines = [f"# {title}", "", f"{year}年3月1日某省人民代表大会常务委员会通过", "", "<!-- INFO END -->", ""]
    articles = chance.randint(*ARTICLES)
    for article in range(1, articles + 1):
        told = "".join(sentence(chance, words) for _ in range(chance.randint(*SENTENCES)))
        lines += [f"第{chinese(article)}条　{told}", ""]
    lines.append(f"第{chinese(articles + 1)}条　本条例自{year}年7月1日起施行。")
    return "\n".join(lines) + "\n"


def sentence(chance: random.Random, words: Iterator[str]) -> str:
    """One sentence that means nothing."""
    return "".join(next(words) for _ in range(chance.randint(*WORDS))) + "。"
