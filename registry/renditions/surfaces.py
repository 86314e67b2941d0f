"""Surfaces (显示位置): everything public that shows how a document stands, and the words each one shows.

The desk's preview compares them for two lives of a document, its receipt lists them, and a test asks every
one of them in every worker process.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from registry.law.markers import called
from registry.law.terms import Validity
from registry.reads.dossier import Dossier
from registry.renditions.jsonld import FORCE
from registry.renditions.standing import Mark, file_word, mark_of


@dataclass(frozen=True, slots=True)
class Surface:
    """One place where the public sees how the document stands.

    `name` tells it from every other of the document (`page`, `pdf`, `file:12`, `related:law/2018/1`), `label`
    is its Chinese name, `address` its path on this site, `words` what it shows of the standing.
    """

    name: str
    label: str
    address: str
    words: str


def surfaces(dossier: Dossier, day: date) -> tuple[Surface, ...]:
    """Every public place that shows the document's standing, with its words on `day`.

    A life that is only proposed is asked about with `replace(dossier, events=…)`. A place that appears or
    vanishes with the standing (the list of what is in force) is always named and says so in its words.
    """
    mark = mark_of(dossier, day)
    made = (
        _pages(dossier, mark),
        _lists(dossier, mark),
        _renditions(dossier, mark),
        _elsewhere(dossier, mark),
    )
    return tuple(
        surface
        for group in (*made, _files(dossier, mark), _explained(dossier, mark), _related(dossier, mark))
        for surface in group
    )


def _pages(dossier: Dossier, mark: Mark) -> Iterator[Surface]:
    here = f"/documents/{dossier.address}"
    sentence = f"【{mark.word}】{mark.sentence}" if mark.word else mark.sentence
    yield Surface("page", "文件页", here, sentence)
    yield Surface("title", "网页标题", here, mark.titled(dossier.title))
    yield Surface("provisions", "正文条款", f"{here}#text", _struck(mark))
    yield Surface("day", "按日查询页", f"{here}/{mark.day.isoformat()}", sentence)
    yield Surface("paper", "网页打印件", here, sentence)


def _struck(mark: Mark) -> str:
    by_word: dict[str, list[str]] = {}
    for eid, word in mark.struck.items():
        by_word.setdefault(word, []).append(eid)
    return "；".join(f"{called(eids)}：{word}" for word, eids in by_word.items()) or "各条款照常显示"


def _lists(dossier: Dossier, mark: Mark) -> Iterator[Surface]:
    label = mark.state.label
    one = {"kind": dossier.kind.value}
    listed = "列入" if mark.state is Validity.IN_FORCE else "不列入"
    yield Surface("list", "文件列表", f"/documents?{urlencode(one)}", label)
    yield Surface("list_json", "文件列表（JSON）", f"/documents.json?{urlencode(one)}", label)
    yield Surface("in_force_list", "现行有效目录", "/documents?status=in_force", listed)
    yield Surface(
        "feed", "订阅源（Atom）", f"/documents/data.feed?{urlencode(one)}", _entry_title(dossier, mark)
    )
    yield Surface("search", "检索结果", f"/search?{urlencode({'q': dossier.title[:100]})}", label)
    yield Surface("home", "首页（统计与近期变动）", "/", label)


def _entry_title(dossier: Dossier, mark: Mark) -> str:
    unmarked = mark.state in {Validity.IN_FORCE, Validity.UNDATED}
    return dossier.title if unmarked else f"【{mark.state.label}】{dossier.title}"


def _renditions(dossier: Dossier, mark: Mark) -> Iterator[Surface]:
    here = f"/documents/{dossier.address}"
    stamp = f"每页盖“{mark.limit}”章" if mark.word else mark.sentence
    force = FORCE.get(mark.state)
    yield Surface("pdf", "PDF印本", f"{here}.pdf", stamp)
    yield Surface("text", "纯文本", f"{here}.txt", mark.titled(dossier.title))
    yield Surface("json", "JSON数据", f"{here}.json", f"{mark.state.value}（{mark.state.label}）")
    yield Surface("json_ld", "结构化数据（legislationLegalForce）", here, force or "不标（日期未载明）")
    yield Surface("header", "响应头 X-Validity", here, mark.header)


def _elsewhere(dossier: Dossier, mark: Mark) -> Iterator[Surface]:
    here, word = f"/documents/{dossier.address}", mark.limit or mark.state.label
    yield Surface("share", "分享卡片文字", here, mark.titled(dossier.title))
    yield Surface("card", "分享卡片图片", f"/card/{dossier.address}.png", word)
    yield Surface("badge", "外站徽章", f"/badge/{dossier.address}.svg", word)
    yield Surface("badge_json", "外站徽章（JSON）", f"/badge/{dossier.address}.json", word)
    if dossier.number:
        numbered = f"/badge/by-number/{quote(dossier.number)}.svg"
        yield Surface("embed", "外站旧网页上的提示（按文号）", numbered, word)


def _files(dossier: Dossier, mark: Mark) -> Iterator[Surface]:
    for file in dossier.files:
        word = file_word(dossier, file, mark.day)
        words = f"下载的副本标“{word}”" if word else "原样提供"
        yield Surface(f"file:{file.id}", f"{file.role}：{file.filename}", f"/files/{file.id}", words)


def _explained(dossier: Dossier, mark: Mark) -> Iterator[Surface]:
    # An interpretation of several documents bears the mark of the first.
    for each in dossier.explained:
        if each.leading:
            label = f"解读页：{each.title}"
            yield Surface(f"explained:{each.id}", label, each.address, mark.titled(each.title))


def _related(dossier: Dossier, mark: Mark) -> Iterator[Surface]:
    ends = {link.address: link.title for link in dossier.links if link.address}
    for address, title in ends.items():
        yield Surface(
            f"related:{address}", f"相关文件页：《{title}》", f"/documents/{address}", mark.state.label
        )
