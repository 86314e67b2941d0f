"""What the trace costs: a draft of 200 articles laid beside what was adopted, and the pages that tell of it.

    ./run bench tracing

The alignment is seconds of the processor, the least of five; texts are made of sentences drawn with a seed, a
third of the articles reworded, ten dropped, ten added, so that many are renumbered. Ratios are processor time
against a bare Flask hello behind the same server, as in `./run bench pages`.
"""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench_consultations import anew, comment, forum
from bench_pages import servers
from measuring import report

from base import clock, outbox, schema
from base.config import AUDIT_KEY, Config, kept_secret
from base.db import Database
from registry.consultations.rules.tracing import align
from registry.consultations.tables import Consultation
from registry.consultations.texts import read_draft
from registry.law.numerals import chinese
from registry.law.provisions import Provision
from registry.law.reading import flatten
from registry.tables import ProvisionRow, Text

ARTICLES, MOVED = 200, 10
WHO = (
    "排污单位",
    "县级以上人民政府",
    "生态环境主管部门",
    "重点监管单位",
    "第三方机构",
    "建设单位",
    "运营单位",
)
WHAT = ("应当按照规定", "不得擅自", "可以根据需要", "负责", "在三十日内", "每年", "会同有关部门")
DOES = (
    "公开监测数据",
    "变更许可事项",
    "编制应急预案",
    "开展风险评估",
    "保存原始记录",
    "组织现场检查",
    "缴纳有关费用",
)
WHERE = ("饮用水水源保护区", "工业集聚区", "入河排污口", "近岸海域", "自然保护地", "城镇污水管网", "农用地")


def sentence(chance: random.Random) -> str:
    number = chinese(chance.randint(2, 99))
    parts = [chance.choice(words) for words in (WHO, WHAT, WHERE, DOES)]
    return f"{parts[0]}{parts[1]}对{parts[2]}内的{number}类事项{parts[3]}。"


def bodies(chance: random.Random) -> list[str]:
    return ["".join(sentence(chance) for _ in range(3)) for _ in range(ARTICLES)]


def adopted(old: Sequence[str], chance: random.Random) -> list[str]:
    """What the draft became."""
    found = [body + sentence(chance) if chance.random() < 1 / 3 else body for body in old]
    for _ in range(MOVED):
        found.pop(chance.randrange(len(found)))
    for _ in range(MOVED):
        found.insert(chance.randrange(len(found)), sentence(chance) + sentence(chance))
    return found


def written(found: Sequence[str]) -> str:
    return "\n\n".join(f"第{chinese(number)}条　{body}" for number, body in enumerate(found, 1))


def aligned(old: Sequence[Provision], new: Sequence[Provision]) -> str:
    taken = []
    for _ in range(5):
        begun = time.process_time()
        align(old, new)
        taken.append(time.process_time() - begun)
    return f"{min(taken):.3f} s"


@contextmanager
def data(draft: str, final: str) -> Iterator[tuple[Path, Database, str]]:
    """A data folder with a document that a consultation led to, with 2,000 comments."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        key = kept_secret(folder, AUDIT_KEY).encode()
        database = Database(f"sqlite:///{folder / 'registry.sqlite'}", audit_key=key)
        schema.ensure(database)
        made = forum().furnish(database, Config(data=folder))
        consultation = made.publish(draft=draft)
        comment(database, consultation, made.draft_of(consultation))
        adopt(database, made.document, consultation, final)
        yield folder, database, "normative-document/2024/900001"
        database.close()


def adopt(database: Database, document: int, consultation: int, final: str) -> None:
    """The document in force gets the adopted text."""
    stamp: dict[str, Any] = {"recorded_at": clock.now(), "recorded_by": "bench"}
    with database.transaction() as session:
        day = clock.today()
        row = Text(
            document_id=document, position=1, title="", fingerprint="1" * 64, applies_from=day, **stamp
        )
        session.add(row)
        session.flush()
        for at, (depth, one) in enumerate(flatten(read_draft(final))):
            found = ProvisionRow(text_id=row.id, position=at, depth=depth, level=one.level.value, eid=one.eid)
            found.number, found.heading, found.body = one.number, one.heading, one.body
            session.add(found)
        held = session.get_one(Consultation, consultation)
        held.document_id, held.text_id = document, row.id
        outbox.grow(session)


def main() -> None:
    """Measure and print."""
    chance = random.Random(5)  # noqa: S311  # the same texts every time
    old = bodies(chance)
    draft, final = written(old), written(adopted(old, chance))
    alignment = aligned(read_draft(draft), read_draft(final))
    with data(draft, final) as (folder, database, address), servers(folder) as pair:
        document = f"/documents/{address}"
        paths = [
            (f"document, {ARTICLES} articles with their origins", document),
            ("the whole text in three columns", f"{document}/origins"),
            ("one article", f"{document}/origins/art-100"),
        ]
        rows = [(name, f"{pair.row(path)}   {anew(pair, database, path)}") for name, path in paths]
        hello = pair.hello()
    report(
        f"Trace on {clock.today()}: processor time in Flask hellos ({hello:.0f} µs)",
        [(f"alignment of {ARTICLES} articles", alignment), ("", "size    first   kept"), *rows],
    )


if __name__ == "__main__":
    main()
