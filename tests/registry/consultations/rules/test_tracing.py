"""Rulings on the trace: where an adopted article stood in the draft, and what became of it later."""

from collections.abc import Mapping
from pathlib import Path

from registry.consultations.rules.shares import likeness
from registry.consultations.rules.tracing import Alignment, Descent, Strand, align, holding, line
from registry.consultations.texts import read_draft
from registry.law.differences import Op
from registry.law.provisions import Provision
from registry.law.reading import read_provisions

AIM = "为了保护和改善环境，防治污染，保障公众健康，根据有关法律，制定本办法。"
SCOPE = "本办法适用于本省行政区域内排放污染物的企业事业单位和其他生产经营者。"
LEDGER = (
    "排污单位应当建立环境管理台账，如实记录主要生产设施和污染防治设施的运行情况，台账保存期限不得少于五年。"
)
OPEN = "设区的市生态环境主管部门应当在每年三月底前向社会公开重点排污单位名录，并说明确定的理由。"
FINE = "违反本办法规定，超标排放污染物的，由生态环境主管部门处二万元以下的罚款。"
NUMERALS = "一二三四五六七八九十"


def text(*bodies: str) -> tuple[Provision, ...]:
    return read_provisions([f"第{NUMERALS[at]}条　{body}" for at, body in enumerate(bodies)])


def told(alignment: Alignment) -> list[tuple[str, str, str]]:
    def end(provision: Provision | None) -> str:
        return provision.eid if provision else ""

    return [(end(each.old), end(each.new), each.descent.value) for each in alignment.strands]


def marked(strand: Strand) -> str:
    brackets = {Op.SAME: "{}", Op.DELETED: "[-{}-]", Op.INSERTED: "[+{}+]"}
    return "".join(brackets[segment.op].format(segment.text) for segment in strand.segments)


def test_an_article_that_was_reworded_and_renumbered_is_the_same_article() -> None:
    found = align(text(AIM, FINE), text(AIM, SCOPE, FINE.replace("二万", "五万")))
    assert told(found) == [
        ("art-1", "art-1", "kept"),
        ("", "art-2", "added"),
        ("art-2", "art-3", "changed"),
    ]
    strand = found.by_new["art-3"]
    assert strand.renumbered
    assert "处[-二-][+五+]万元" in marked(strand)


def test_an_article_of_the_draft_that_was_not_adopted_is_told_of() -> None:
    found = align(text(AIM, OPEN, FINE), text(AIM, FINE))
    assert [(strand.old.eid, strand.descent) for strand in found.dropped if strand.old] == [
        ("art-2", Descent.DROPPED)
    ]


def test_an_article_taken_out_of_a_longer_one_is_not_new() -> None:
    found = align(text(AIM, LEDGER + OPEN), text(AIM, LEDGER, OPEN))
    assert told(found)[1:] == [("art-2", "art-2", "changed"), ("art-2", "art-3", "split")]
    assert found.by_old["art-2"].new == found.strands[1].new


def test_an_article_that_went_into_another_is_not_lost() -> None:
    found = align(text(AIM, LEDGER, OPEN), text(AIM, LEDGER + OPEN))
    assert told(found)[1:] == [("art-2", "art-2", "changed"), ("art-3", "art-2", "merged")]
    assert found.by_new["art-2"].descent is Descent.CHANGED


def test_a_person_may_rule_that_an_article_came_from_another() -> None:
    old, new = text(AIM, OPEN, FINE), text(AIM, "公布哪些企业，省里再定。", FINE)
    assert align(old, new).by_new["art-2"].old is None
    ruled = align(old, new, {"art-2": "art-2"})
    assert told(ruled) == [
        ("art-1", "art-1", "kept"),
        ("art-2", "art-2", "changed"),
        ("art-3", "art-3", "kept"),
    ]
    assert ruled.by_new["art-2"].ruled


def test_a_person_may_rule_that_an_article_came_from_none() -> None:
    found = align(text(AIM, FINE), text(AIM, FINE.replace("二万", "五万")), {"art-2": ""})
    assert told(found)[1:] == [("art-2", "", "dropped"), ("", "art-2", "added")]
    assert found.by_new["art-2"].ruled
    assert found.by_old["art-2"].descent is Descent.DROPPED


def test_two_articles_may_be_ruled_to_come_from_one() -> None:
    found = align(text(AIM, LEDGER), text(AIM, SCOPE, OPEN), {"art-2": "art-2", "art-3": "art-2"})
    assert [(one.old.eid, one.new.eid) for one in found.strands if one.old and one.new][1:] == [
        ("art-2", "art-2"),
        ("art-2", "art-3"),
    ]


def test_a_ruling_about_what_neither_text_has_is_passed_over() -> None:
    plain = align(text(AIM, FINE), text(AIM, FINE))
    assert align(text(AIM, FINE), text(AIM, FINE), {"art-9": "art-1", "art-1": "art-9"}) == plain


def test_a_ruled_article_keeps_its_place_below_its_chapter() -> None:
    draft = read_provisions(["第一章　总则", f"第一条　{AIM}", "第二章　罚则", f"第二条　{FINE}"])
    final = read_provisions(
        ["第一章　总则", f"第一条　{AIM}", f"第二条　{OPEN}", "第二章　罚则", f"第三条　{FINE}"]
    )
    found = align(draft, final, {"art-3": "art-2", "art-1": "art-1"})
    assert [one.new.eid for one in found.strands if one.new] == ["chp-1", "art-1", "art-2", "chp-2", "art-3"]


def test_a_comment_on_an_item_belongs_to_its_article() -> None:
    draft = read_provisions(["第一条　下列单位应当公开：", "（一）排污单位；", "（二）监测单位。"])
    held = holding(draft)
    assert held["art-1-p1-i2"] == "art-1"


def test_an_article_is_followed_through_all_later_texts() -> None:
    first, second = text(AIM, FINE), text(AIM, SCOPE, FINE)
    third = text(AIM, SCOPE, FINE.replace("二万", "五万"))
    steps = line("art-3", (align(first, second), align(second, third)))
    assert [(step.place, step.strand.descent, step.strand.renumbered) for step in steps] == [
        (1, Descent.KEPT, True),
        (2, Descent.CHANGED, False),
    ]


def test_an_article_that_a_later_text_added_begins_there() -> None:
    first, second = text(AIM, FINE), text(AIM, SCOPE, FINE)
    steps = line("art-2", (align(first, first), align(first, second)))
    assert [(step.place, step.strand.descent) for step in steps] == [(2, Descent.ADDED)]


def test_likeness_is_one_for_the_same_words_and_nothing_for_other_ones() -> None:
    first, second = text(AIM, "一二三四五六。")
    assert likeness(first, first) == 1.0
    assert likeness(first, second) < 0.1


def test_a_real_law_of_a_hundred_articles_is_traced_whole(corpus: Path) -> None:
    folder = corpus / "corpus" / "documents" / "法律" / "行政法"
    old, new = (
        read_draft((folder / f"海洋环境保护法({day}).md").read_text("utf-8"))
        for day in ("2017-11-04", "2023-10-24")
    )
    found = align(old, new)
    kinds = [strand.descent for strand in found.strands if not strand.outer]
    assert kinds.count(Descent.CHANGED) > 60
    assert found.by_new["art-1"].old is not None
    assert _once(found, new)


def _once(found: Alignment, new: tuple[Provision, ...]) -> bool:
    articles = [below.eid for one in new for below in one.walk() if below.level.value == "article"]
    traced: Mapping[str, Strand] = found.by_new
    return [eid for eid in articles if eid in traced] == articles
