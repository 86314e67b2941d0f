"""Opening a file (读取文件): bytes, ledger row and folder in, one Parsed document out."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256

from base.unprintable import printable
from registry.intake import kinds
from registry.intake.decoding import decode
from registry.intake.doubts import text_doubts
from registry.intake.ledger import Row
from registry.intake.markdown import manuscript
from registry.intake.parsed import Doubt, Parsed
from registry.intake.settling import Settling
from registry.law.clauses import read_statements
from registry.law.days import read_day
from registry.law.docnumber import Family, parse
from registry.law.expiry import reckoned
from registry.law.manuscript import Manuscript
from registry.law.organs import listed
from registry.law.provisions import Level, Provision
from registry.law.reading import read_provisions
from registry.law.repeals import rule_of_day
from registry.law.statements import EffectRule, Named, Statements
from registry.law.terms import Kind
from registry.law.titles import same_title

# 条例(2020-05-14).md, or with the brackets of Chinese print.
FILE_DAY = re.compile(r"[（(](?P<day>[12][0-9]{3}-[0-9]{2}-[0-9]{2})[）)]$")
SUBJECT_LEVELS = re.compile(r"[\\/]|(?<=[^-])-(?=[^-])")
UNSPOKEN = frozenset({Level.PREAMBLE, Level.SIGNATURE})
URL = re.compile(r"https?://[^\s<>\"']{1,480}")
LONGEST_TITLE = 400
BETWEEN = re.compile("[^\u4e00-\u9fff]+")
# What stands between two Chinese characters is a mark or a number, the same ones over and over.
SHORT = 8


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it lies in the folder, with its row of the ledger."""

    path: str
    raw: bytes
    row: Row

    @property
    def folders(self) -> list[str]:
        """The folders it lies in, the outermost first."""
        return self.path.split("/")[:-1]

    @property
    def stem(self) -> str:
        """The file's name without its ending and its day."""
        name = self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return FILE_DAY.sub("", name).strip()

    @property
    def file_day(self) -> date | None:
        """The day that the ledger or the file's name gives."""
        match = FILE_DAY.search(self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        return read_day(self.row.get("file_date")) or (read_day(match["day"]) if match else None)


def open_paper(paper: Paper) -> Parsed:
    """Read one file; raises BadInput, naming the file, when it is no text that can be read."""
    text, encoding = decode(paper.raw, paper.path)
    source = manuscript(printable(text))
    stated = read_statements(source)
    provisions = read_provisions(source.body)
    settling = Settling(paper.row)
    if encoding != "UTF-8":
        settling.doubt("encoding", "文件编码", f"不是 UTF-8，按 {encoding} 读取", f"编码为 {encoding}")
    title = _title(paper, source, settling)
    parsed = Parsed(
        path=paper.path,
        sha256=sha256(paper.raw).hexdigest(),
        title=title,
        provisions=provisions,
        statements=stated,
        note="\n".join(line.strip() for line in source.head),
        fingerprint=fingerprint(provisions),
        size=len(paper.raw),
        genre=kinds.genre_of(title),
        status_in_source=paper.row.get("status_in_source") or source.fields.get("有效性", ""),
    )
    made = _numbers(_makers(parsed, paper, source, settling), source, settling)
    parsed = _effect_dated(_days(made, paper, source, settling))
    return parsed.doubting(*settling.doubts, *text_doubts(text, source, parsed))


def fingerprint(provisions: Iterable[Provision]) -> str:
    """SHA-256 of the wording: spaces, forms of brackets, the order's preamble and the signature left out.

    The same regulation is printed with and without the order that promulgated it.
    """
    words = "".join(provision.text for provision in provisions if provision.level not in UNSPOKEN)
    plain = words or "".join(provision.text for provision in provisions)
    return sha256("".join(compatible(plain).split()).encode()).hexdigest()


def compatible(text: str) -> str:
    """The text in Unicode's form NFKC, in two fifths of the time that its own function takes for Chinese.

    A Chinese character stays as it is and nothing joins it: what stands between two is a text of its own.

    >>> compatible("第１条（试行）")
    '第1条(试行)'
    """
    return BETWEEN.sub(_normal, text)


def _normal(match: re.Match[str]) -> str:
    words = match[0]
    return _mark(words) if len(words) <= SHORT else unicodedata.normalize("NFKC", words)


@lru_cache(10_000)
def _mark(words: str) -> str:
    return unicodedata.normalize("NFKC", words)


def _title(paper: Paper, source: Manuscript, settling: Settling) -> str:
    printed, listed_as = source.title, paper.row.get("title")
    if len(source.titles) > 1:
        settling.doubt(
            "two-titles",
            "标题",
            f"有{len(source.titles)}个标题：{'；'.join(source.titles)[:300]}",
            f"以第一个为准：{printed}",
        )
    if not printed:
        assumed = listed_as or paper.stem
        settling.doubt(
            "no-title", "标题", "正文没有标题", f"以{'台账' if listed_as else '文件名'}为准：{assumed}"
        )
    elif not listed_as and not same_title(printed, paper.stem) and "\u4e00" <= paper.stem[:1] <= "\u9fff":
        settling.doubt("title-differs", "标题", f"与文件名不同：{paper.stem}", f"以正文标题为准：{printed}")
    if listed_as and printed and not same_title(printed, listed_as):
        settling.contradiction("title", "标题", listed_as, printed)
        return listed_as[:LONGEST_TITLE]
    return (printed or listed_as or paper.stem)[:LONGEST_TITLE]


def _makers(parsed: Parsed, paper: Paper, source: Manuscript, settling: Settling) -> Parsed:
    issuers = settling.issuers(_printed_issuers(source) or parsed.statements.issuer)
    region = paper.row.get("region") or _region(parsed.title, issuers, paper.folders)
    kind = _kind(parsed, paper, source, region, settling)
    if kind is Kind.LOCAL_REGULATION and "人民政府令" in _orders(parsed.statements):
        settling.doubt(
            "kind-contradicts",
            "种类",
            "登记为地方性法规，题注却载明以人民政府令公布",
            f"以登记为准：{kind.label}",
        )
    subject = paper.row.get("subject") or source.fields.get("主题分类", "")
    return replace(
        parsed,
        kind=kind.value,
        region=region,
        issuers=issuers,
        drafting_unit=paper.row.get("drafting_unit") or source.fields.get("起草单位", ""),
        subject=tuple(part.strip() for part in SUBJECT_LEVELS.split(subject) if part.strip()),
    )


def _printed_issuers(source: Manuscript) -> tuple[str, ...]:
    return listed(source.fields.get("发文机关", "") or source.fields.get("author", ""))


def _region(title: str, issuers: Sequence[str], folders: Sequence[str]) -> str:
    named = (kinds.region_of(name) for name in (*issuers, title))
    inside = next((folder for folder in folders if folder in kinds.PROVINCES), "")
    return inside or next((region for region in named if region), "")


def _kind(parsed: Parsed, paper: Paper, source: Manuscript, region: str, settling: Settling) -> Kind:
    said = (
        paper.row.get("kind"),
        source.fields.get("种类", ""),
        *paper.folders,
        source.fields.get("category", ""),
    )
    for word in (word for word in said if word):
        kind = kinds.kind_of(word, parsed.title, region)
        if kind:
            return kind
        if word == paper.row.get("kind"):
            settling.doubt("ledger-kind", "kind", f"不认识的种类：{word}", "按文件夹或正文判断")
    settling.doubt("no-kind", "种类", "台账、正文和文件夹都没有载明文件种类", f"归为{Kind.OTHER.label}")
    return Kind.OTHER


def _orders(stated: Statements) -> str:
    return " ".join((stated.number, *(line.number for line in stated.history)))


def _numbers(parsed: Parsed, source: Manuscript, settling: Settling) -> Parsed:
    number = settling.number(parsed.statements.number or source.fields.get("发文字号", ""))
    family = (parse(number) if number else None) or None
    counted = bool(family and family.family in {Family.ORDER, Family.ANNOUNCEMENT, Family.PUBLIC_NOTICE})
    return replace(
        parsed,
        document_number="" if counted else number[:120],
        order_number=number[:120] if counted else "",
        unified_number=(settling.row.get("unified_number") or source.fields.get("统一编号", ""))[:60],
        index_number=(settling.row.get("index_number") or source.fields.get("索引号", ""))[:80],
    )


def _days(parsed: Parsed, paper: Paper, source: Manuscript, settling: Settling) -> Parsed:
    stated, fields = parsed.statements, source.fields
    page = URL.match(fields.get("来源", "")) or URL.match(paper.row.get("source"))
    posted = read_day(fields.get("发布日期", ""))
    # gov.cn's 发布日期 is the day of the web posting: a notice of 1981 is "published" in 2018.
    published = stated.published_on or (None if page else posted)
    signed = settling.day("signed_on", "成文日期", read_day(fields.get("成文日期", "")) or stated.signed_on)
    changed = max((line.on for line in stated.history if line.changes_text), default=None)
    made = published or stated.adopted_on or signed
    return replace(
        parsed,
        dated_on=paper.file_day or changed or made,
        adopted_on=stated.adopted_on,
        approved_on=stated.approved_on,
        signed_on=signed,
        published_on=settling.day("published_on", "发布日期", published),
        web_posted_on=posted if page else None,
        source_url=page[0] if page else "",
    )


def _effect_dated(parsed: Parsed) -> Parsed:
    # 自印发之日起施行 counts from the day the document bears (成文日期), 自公布之日 from the day its
    # issuer published it; the metadata block or the ledger gives these days where the text does not.
    effective = parsed.statements.effective
    days = {EffectRule.ISSUE: parsed.signed_on, EffectRule.PUBLICATION: parsed.published_on}
    stated = parsed.statements
    if any(line.changes_text for line in stated.history):
        return parsed
    if effective and not effective.on and not effective.delay:
        effective = replace(effective, on=days.get(effective.rule))
    begins = effective.on if effective else None
    return replace(
        parsed,
        statements=replace(
            stated,
            effective=effective,
            expiry=reckoned(stated.expiry, begins) if stated.expiry else None,
            repeals=tuple(_repeal_dated(named, days) for named in stated.repeals),
        ),
    )


def _repeal_dated(named: Named, days: Mapping[EffectRule, date | None]) -> Named:
    # 自本通知印发之日起，《甲》停止执行: dated by itself, whether or not the text says when it takes effect.
    rule = None if named.on else rule_of_day(named.evidence)
    return replace(named, on=days.get(rule)) if rule else named


def refusal(path: str, sentence: str) -> Doubt:
    """The doubt that stands in the report for a file that was not taken in."""
    return Doubt("refused", "文件", sentence.removeprefix(f"{path}："), "未导入")
