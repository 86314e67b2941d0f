"""Judging a reading (把握程度): how sure it is, for reasons that are told, and what could be meant.

A number is stronger than a title, a title with its year stronger than a title alone; nothing is chosen
by likeness. What fits several documents is left to a person, with the reason for each.
"""

from collections.abc import Sequence

from registry.law.docnumber import key as number_key
from registry.law.docnumber import parse
from registry.law.statements import Effective, EffectRule, Expiry, Named
from registry.law.terms import RelationKind
from registry.law.titles import title_key
from registry.proposals.shapes import UNBORN, Candidate, Judgement, Registry, Speaker
from registry.proposals.stating import Said
from registry.proposals.tables import Matter, Sureness
from registry.works.bonds import touched
from registry.works.linking import NATIONAL, YEAR, Catalogue, Claim, Entry, answer, fitting_of

KINDS = {
    Matter.REPEAL: RelationKind.REPEALS,
    Matter.PARTIAL_REPEAL: RelationKind.REPEALS,
    Matter.AMENDMENT: RelationKind.AMENDS,
    Matter.SUSPENSION: RelationKind.SUSPENDS,
    Matter.BASIS: RelationKind.BASIS,
    Matter.CITATION: RelationKind.CITES,
}
DOUBTS = {
    "ambiguous-target": "登记中有多个文件与所指名称相符，请选定",
    "namesake-differs": "登记中有同名文件，但文号或年份不同",
    "target-made-later": "登记中的同名文件制定在后，不会是所指文件",
    "target-lived-on": "所指文件在此日之后仍有新版本",
    "provisions-unclear": "所指条款没有条文序号，请写明条款",
}
MOST = 20
AT_PUBLICATION = (EffectRule.PUBLICATION, EffectRule.ISSUE)


def judged(said: Said, speaker: Speaker, registry: Registry) -> Judgement:
    """How sure one statement of a text is."""
    if isinstance(said.value, Effective):
        return _effective(said.value, unborn=speaker.entry.id == UNBORN)
    if isinstance(said.value, Expiry):
        return _expiry(said.value)
    if isinstance(said.value, Named):
        return _named(said.matter, said.value, speaker, registry)
    if isinstance(said.value, str):
        return _number(said.value, speaker)
    return _issuers(said.value, speaker)


def _effective(stated: Effective, *, unborn: bool) -> Judgement:
    if stated.on is None and unborn and stated.rule in AT_PUBLICATION:
        return Judgement(Sureness.LIKELY, f"{stated.rule.label}，日期在发布时确定")
    if stated.on is None:
        return Judgement(Sureness.DOUBTFUL, "正文没有可据以推算的日期，请填写施行日期")
    if stated.rule is EffectRule.FIXED:
        return Judgement(Sureness.SURE, "条文载明日期")
    return Judgement(Sureness.LIKELY, f"{stated.rule.label}，日期由题注或登记的日期推算")


def _expiry(stated: Expiry) -> Judgement:
    if stated.through is None:
        return Judgement(Sureness.DOUBTFUL, "只载明期限，起算日不明，请填写最后一日")
    if stated.period:
        return Judgement(Sureness.LIKELY, "最后一日由施行日期和所载期限推算")
    return Judgement(Sureness.SURE, "条文载明最后一日")


def _number(stated: str, speaker: Speaker) -> Judgement:
    entered = [number for number in speaker.numbers if number]
    if entered and number_key(stated) not in {number_key(number) for number in entered}:
        return Judgement(Sureness.DOUBTFUL, f"与登记的文号不同：{'、'.join(entered)}")
    if parse(stated) is None:
        return Judgement(Sureness.DOUBTFUL, "不合文号的写法")
    return Judgement(Sureness.SURE, "与登记的文号一致" if entered else "文号写法完整")


def _issuers(stated: tuple[str, ...], speaker: Speaker) -> Judgement:
    entered = {title_key(name) for name in speaker.issuers}
    if entered and {title_key(name) for name in stated} != entered:
        return Judgement(Sureness.DOUBTFUL, f"与登记的发文机关不同：{'、'.join(speaker.issuers)}")
    return Judgement(Sureness.SURE, "与登记的发文机关一致" if entered else "题注或落款载明")


def claim_of(matter: Matter, named: Named, speaker: Speaker) -> Claim:
    """What the text says about an instrument, as claims about documents are answered."""
    effective = speaker.statements.effective
    return Claim(
        id=0,
        kind=KINDS[matter],
        source_id=speaker.entry.id,
        title_key=title_key(named.title),
        number=named.number,
        qualifier=named.qualifier,
        area=named.area,
        provisions=touched(named),
        on=named.on or (effective.on if effective else None),
        evidence=named.evidence,
        meant=named.meant,
    )


def _named(matter: Matter, named: Named, speaker: Speaker, registry: Registry) -> Judgement:
    claim = claim_of(matter, named, speaker)
    fitting = fitting_of(claim, speaker.entry, registry.catalogue)
    candidates = tuple(_candidates(claim, fitting, speaker.entry, registry))
    if matter in (Matter.BASIS, Matter.CITATION):
        return _mentioned(fitting, candidates, marked=named.marked)
    if claim.title_key == speaker.entry.title_key and named.whole and not fitting:
        return Judgement(Sureness.LIKELY, "与本文件同名：旧文本由本文件接替", candidates)
    doubt = answer(claim, registry.catalogue).doubt
    if doubt:
        return Judgement(Sureness.DOUBTFUL, DOUBTS[doubt], candidates)
    return _deed(claim, fitting, candidates, marked=named.marked)


def _mentioned(fitting: Sequence[Entry], candidates: tuple[Candidate, ...], *, marked: bool) -> Judgement:
    if len(fitting) > 1:
        return Judgement(Sureness.LIKELY, "登记中有多个文件与所指名称相符", candidates)
    if not marked:
        return Judgement(Sureness.LIKELY, "原文没有用书名号", candidates)
    return Judgement(
        Sureness.SURE, "原文以书名号指称" if fitting else "登记中没有这份文件，只记标题", candidates
    )


def _deed(
    claim: Claim, fitting: Sequence[Entry], candidates: tuple[Candidate, ...], *, marked: bool
) -> Judgement:
    if not marked:
        return Judgement(Sureness.LIKELY, "原文没有用书名号，请核对名称", candidates)
    if not fitting:
        return Judgement(Sureness.LIKELY, "登记中没有这份文件，只记标题", candidates)
    if claim.number and number_key(claim.number) in fitting[0].numbers:
        return Judgement(Sureness.SURE, "文号与登记相符", candidates)
    if claim.number:
        return Judgement(Sureness.LIKELY, "标题相同；登记中没有文号可以核对", candidates)
    return Judgement(Sureness.SURE, "登记中只有一份文件与所指名称相符", candidates)


def _candidates(claim: Claim, fitting: Sequence[Entry], source: Entry, registry: Registry) -> list[Candidate]:
    catalogue: Catalogue = registry.catalogue
    number = number_key(claim.number) if claim.number else ""
    named = catalogue.by_title.get(claim.title_key, {})
    numbered = catalogue.by_number.get(number, {}) if number else {}
    rest = [entry for entry in (*numbered.values(), *named.values()) if entry not in fitting]
    found = {entry.id: entry for entry in (*fitting, *rest) if entry.id != source.id}
    return [
        Candidate(entry.id, *registry.names.get(entry.id, ("", "")), _why(claim, number, entry, source))
        for entry in list(found.values())[:MOST]
    ]


def _why(claim: Claim, number: str, entry: Entry, source: Entry) -> str:
    same_title, same_number = entry.title_key == claim.title_key, number in entry.numbers
    if number and same_number:
        return "文号、标题均相同" if same_title else "文号相同，标题不同"
    if number and entry.numbers:
        return "标题相同，文号不同"
    years = {int(year) for year in YEAR.findall(claim.qualifier)}
    if years:
        return "标题、年份相符" if years & entry.years else "标题相同，年份不符"
    if entry.region not in (source.region, NATIONAL):
        return f"标题相同，属{entry.region or '其他地区'}"
    return "标题相同"
