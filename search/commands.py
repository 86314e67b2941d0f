"""The commands of search (检索命令)."""

import json
import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from base import clock
from base.console import Console, pass_console
from base.errors import RegistryError
from base.staff.roles import at_the_console
from registry.law.terms import Kind
from search import answer_evaluation, evaluation
from search.answering import Answering
from search.engine import MOST_ASKED, Answer, Hit, PassageHit, Question
from search.evaluation import CUTOFFS, RECALLS, Tally
from search.keeping import Keeper
from search.lexicon import rounds
from search.segment import segmenter

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class IndexDiffers(RegistryError):
    """The index does not say what the database says."""

    code = "index-differs"


@click.command("search", help="检索文件：文号、标题、词语或“短语”。")
@click.argument("query", metavar="检索词")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的时效（默认今天），如 2021-08-01")
@click.option(
    "--limit", type=click.IntRange(1, MOST_ASKED), default=10, show_default=True, help="最多列出几件"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@pass_console
def search(console: Console, query: str, on: datetime | None, limit: int, as_json: bool) -> None:  # noqa: FBT001
    """Print the hits for a question, with their standing on the day."""
    day = on.date() if on else clock.today()
    engine = Answering(Keeper(console.config, console.database), mends=False)
    answer = engine.search(Question(query, day, limit=limit))
    click.echo(
        as_lines(answer, day)
        if not as_json
        else json.dumps(as_object(answer, day), ensure_ascii=False, indent=1)
    )


def as_object(answer: Answer, day: date) -> dict[str, object]:
    """The answer for programs."""
    hits = [
        asdict(hit)
        | {
            "title": hit.plain_title,
            "dated_on": hit.dated_on.isoformat() if hit.dated_on else None,
            "status_label": hit.status.label,
            "text_from": hit.text_from.isoformat() if hit.text_from else None,
            "path": hit.path,
            "content_label": hit.content.label,
            "passages": [_passage(one) for one in hit.passages],
        }
        for hit in answer.hits
    ]
    facets = {facet.value: [asdict(count) for count in counts] for facet, counts in answer.facets.items()}
    return {
        "on": day.isoformat(),
        "total": answer.total,
        "notices": answer.notices,
        "facets": facets,
        "hits": hits,
    }


def _passage(found: PassageHit) -> dict[str, str]:
    text = "".join(piece.text for piece in found.pieces)
    number = found.number or found.trail
    return {"eid": found.eid, "number": number, "text": text, "mark": found.mark}


def as_lines(answer: Answer, day: date) -> str:
    """The answer for people."""
    head = f"截至 {day.isoformat()}，共 {answer.total} 件" + (
        f"，列出前 {len(answer.hits)} 件" if answer.hits else ""
    )
    return "\n".join(
        [*answer.notices, head, *(line for n, hit in enumerate(answer.hits, 1) for line in _lines(n, hit))]
    )


def _lines(number: int, hit: Hit) -> list[str]:
    mark = f"【{hit.mark}】" if hit.mark else ""
    found = [
        f"{number:>3}. 【{hit.status.label}】{mark}{hit.plain_title}",
        f"     {'  '.join(filter(None, _facts(hit)))}  {hit.path}",
    ]
    for passage in hit.passages[:1]:
        text = "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in passage.pieces)
        name = passage.number or (passage.trail if hit.explains else "")
        mark = f"【{passage.mark}】" if passage.mark else ""
        found.append(f"     {mark}{name}　{text}" if name else f"     {mark}{text}")
    return found


def _facts(hit: Hit) -> tuple[str, ...]:
    if hit.explains:
        return (hit.content.label, hit.form, hit.unit, f"《{hit.explains.title}》")
    return (Kind(hit.kind).label, *hit.numbers[:1], "、".join(hit.issuers))


@click.group("evaluate", help="评测检索质量。")
def evaluate() -> None:
    """Measure how well documents and articles are found."""


@evaluate.command("known-item", help="已知文件检索：按类别给出前 1/5/10 位命中率与 MRR。")
@click.argument("file", metavar="JSONL文件", type=FILE)
@pass_console
def known_item(console: Console, file: Path) -> None:
    """Success@1/5/10 and MRR, in all and by class; a hit counts when it has an expected path as source."""
    engine = Answering(Keeper(console.config, console.database), mends=False)
    with console.database.reading() as session:
        documents = evaluation.sources(session)
    tallies = evaluation.known_item(engine, file, documents, clock.today())
    click.echo(
        f"{'类别':<14}{'数量':>6}" + "".join(f"{f'success@{at}':>12}" for at in CUTOFFS) + f"{'MRR':>9}"
    )
    for name, tally in sorted(tallies.items()):
        click.echo(tally_line(name or "全部", tally))
    click.echo(against("MRR", tallies[""].mrr, evaluation.KNOWN_MRR))
    if everyday := tallies.get(evaluation.EVERYDAY):
        click.echo(against("通俗说法 success@5", everyday.success(5), evaluation.KNOWN_EVERYDAY))


def tally_line(name: str, tally: Tally) -> str:
    """One row of the table."""
    rates = "".join(f"{tally.success(at):>12.3f}" for at in CUTOFFS)
    return f"{name:<16}{len(tally.ranks):>6}{rates}{tally.mrr:>9.4f}"


def against(name: str, measured: float, bar: float) -> str:
    """What was measured beside the least that is asked for."""
    reached = "达到" if measured >= bar else "未达到"
    return f"{name} {measured:.4f}，要求不低于 {bar:.2f}：{reached}"


@evaluate.command("statutes", help="法条检索：为条文另建临时索引，给出 MRR@10 与 Recall@10/20/100。")
@click.argument("queries", metavar="问题文件", type=FILE)
@click.argument("articles", metavar="条文文件", type=FILE)
@pass_console
def statutes(console: Console, queries: Path, articles: Path) -> None:
    """MRR@10 and Recall@10/20/100 of articles for lay questions."""
    with tempfile.TemporaryDirectory(prefix="statutes-") as folder:
        scores = evaluation.statutes(
            queries, articles, Path(folder), segmenter(console.config.data / "jieba")
        )
    recalls = "  ".join(f"Recall@{depth} {scores.recall[depth]:.4f}" for depth in RECALLS)
    click.echo(f"问题 {scores.questions}  MRR@10 {scores.mrr:.4f}  {recalls}")
    click.echo(against("MRR@10", scores.mrr, evaluation.STATUTE_MRR))
    for depth, bar in evaluation.STATUTE_RECALLS.items():
        click.echo(against(f"Recall@{depth}", scores.recall[depth], bar))


@evaluate.command("answers", help="问答：首条、前三条引文的命中率，以及该说“没有”时说“没有”的比例。")
@click.argument("queries", metavar="问题文件", type=FILE)
@click.argument("articles", metavar="条文文件", type=FILE)
@click.argument("outside", metavar="无关问题文件", type=FILE)
@pass_console
def answers(console: Console, queries: Path, articles: Path, outside: Path) -> None:
    """How often the right article is quoted, and how often nothing is, rightly or wrongly."""
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        scores = answer_evaluation.answers(
            queries, articles, outside, Path(folder), segmenter(console.config.data / "jieba")
        )
    click.echo(
        f"问题 {scores.questions}  命中@1 {scores.first:.4f}  命中@3 {scores.among_three:.4f}"
        f"  误拒 {scores.refused_wrongly:.4f}"
    )
    click.echo(f"无关问题 {scores.outside}  正确地说没有 {scores.refused_rightly:.4f}")


@click.command("index", help="让检索索引跟上数据库。")
@pass_console
def index(console: Console) -> None:
    """Index what changed since the last time."""
    count = Keeper(console.config, console.database).catch_up()
    click.echo(f"已写入索引：{count} 件" if count else "索引已是最新")


@click.command("rebuild-index", help="重建检索索引；重建期间旧索引照常应答。")
@pass_console
def rebuild_index(console: Console) -> None:
    """Write the whole index anew."""
    click.echo(f"索引已重建：{Keeper(console.config, console.database).rebuild()} 件")


@click.command("check-index", help="核对检索索引与数据库是否一致。")
@pass_console
def check_index(console: Console) -> None:
    """Compare the index with the database; raises IndexDiffers when they say different things."""
    if faults := differing(console):
        raise IndexDiffers("；".join(faults) + "。请运行 ./run rebuild-index")
    click.echo("索引与数据库一致")


@click.command("learn-words", help="从文件正文、解读和没有结果的检索中学习词条建议，待人工确认。")
@pass_console
def learn_words(console: Console) -> None:
    """Propose entries of the lexicon; a person confirms them at the desk."""
    keeper = Keeper(console.config, console.database)
    keeper.catch_up()
    count = rounds.learn(console.database, keeper.index, by=at_the_console())
    click.echo(
        f"新的词条建议：{count} 条；请在工作台“检索词表”中确认或者驳回" if count else "没有新的词条建议"
    )


COMMANDS: tuple[click.Command, ...] = (search, evaluate, index, rebuild_index, check_index, learn_words)


def differing(console: Console) -> tuple[str, ...]:
    """How the index differs from the database, in sentences; none when it does not."""
    return Keeper(console.config, console.database).check()


def follow(console: Console) -> None:
    """What must follow a change of the registry: the index catches up."""
    Keeper(console.config, console.database).catch_up()
