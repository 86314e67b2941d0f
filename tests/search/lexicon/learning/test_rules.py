"""What is learnt from a sentence, and what is not."""

from collections.abc import Iterator
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexicon.learning.definitions import definitions, terms_of
from search.lexicon.learning.proposals import Gathering, Sighting, sentences
from search.lexicon.learning.questions import Answered, questions
from search.lexicon.learning.short_names import full_name, is_drawn_from, short_names
from search.lexicon.learning.unanswered import unanswered
from search.lexicon.limits import faults
from search.lexicon.terms import WordKind, WordSource
from search.segment import Cut, segmenter

LAW = "中华人民共和国保守国家秘密法"


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    return segmenter(tmp_path_factory.mktemp("jieba"))


def pairs(found: Iterator[Sighting]) -> list[tuple[str, str, WordKind]]:
    return [(one.word, one.formal, one.kind) for one in found]


# Short names


def test_a_short_name_of_an_instrument_stands_for_its_title(cut: Cut) -> None:
    text = f"根据《{LAW}》（以下简称《保密法》）的规定，制定本条例。"
    assert pairs(short_names(1, text, cut)) == [("保密法", LAW, WordKind.ALIAS)]


@pytest.mark.parametrize(
    "text",
    [
        "根据《中华人民共和国森林法》（以下简称森林法）制定本办法。",
        "依照《某省物业管理条例》（以下简称《条例》）办理。",
        "经《三峡库区水污染防治规划》（以下简称《规划》）确定。",
        "适用《中华人民共和国企业破产法（试行）》（以下简称企业破产法）。",
    ],
)
def test_what_the_title_says_anyway_or_what_stands_for_many_is_not_learnt(text: str, cut: Cut) -> None:
    assert pairs(short_names(1, text, cut)) == []


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("包括网络预约出租汽车（以下简称网约车）。", "网约车", "网络预约出租汽车"),
        ("本条例所称城市公共交通设施（以下简称公交设施），是指停车场。", "公交设施", "公共交通设施"),
        ("陆地污染源(简称陆源)，是指向海域排放污染物的场所。", "陆源", "陆地污染源"),
        ("包括道路旅客运输经营（以下简称客运经营）和其他经营。", "客运经营", "旅客运输经营"),
        ("经营者开展单用途预付消费卡（以下简称单用途卡，下同）业务。", "单用途卡", "单用途预付消费卡"),
    ],
)
def test_a_term_is_learnt_that_leaves_words_out(text: str, short: str, full: str, cut: Cut) -> None:
    assert pairs(short_names(1, text, cut)) == [(short, full, WordKind.SYNONYM)]


@pytest.mark.parametrize(
    "text",
    [
        "本条例所称民用建筑节能（以下简称建筑节能），是指降低能源消耗的活动。",
        "县级人民政府城市供水行政主管部门(以下简称城市供水主管部门)负责。",
        "农村村民住宅、其他地上附着物的补偿费用（以下统称征收补偿费）。",
        "登记参加选举的村民（以下简称选民）投票。",
        "设立的房屋管理事务机构（以下简称房管机构）承担工作。",
        "本办法（以下简称“本办法”）自发布之日起施行。",
    ],
)
def test_parts_that_offices_play_in_one_text_are_not_learnt(text: str, cut: Cut) -> None:
    assert pairs(short_names(1, text, cut)) == []


@given(
    st.text(alphabet="网络预约出租汽车的、", max_size=20), st.text(alphabet="网约车", min_size=2, max_size=4)
)
def test_a_full_name_has_the_short_ones_characters_in_order(before: str, short: str) -> None:
    name = full_name(before, short, list)
    assert not name or (is_drawn_from(short, name) and before.endswith(name) and short not in name)


# Definitions


@pytest.mark.parametrize(
    ("text", "learnt"),
    [
        (
            "私人小客车合乘（也称为拼车、顺风车），是由驾驶人事先发布信息。",
            {"拼车": "私人小客车合乘", "顺风车": "私人小客车合乘"},
        ),
        ("严禁使用盐酸克仑特罗（Clenbuterol，俗称“瘦肉精”）等药品。", {"瘦肉精": "盐酸克仑特罗"}),
        ("（三） 封场，是指尾矿库停止使用后，采取关闭的措施，也称闭库。", {"闭库": "封场"}),
        (
            "本条例所称燃气，是指天然气、液化石油气和人工煤气等。",
            {"天然气": "燃气", "人工煤气": "燃气", "液化石油气": "燃气"},
        ),
    ],
)
def test_other_names_and_kinds_are_learnt_from_definitions(text: str, learnt: dict[str, str]) -> None:
    assert {one.word: one.formal for one in definitions(1, text)} == learnt


@pytest.mark.parametrize(
    "text",
    [
        "本法所称医疗纠纷，是指医疗机构和患方之间因诊疗、护理等医疗活动引发的争议。",
        "本条所称河道治理，包括河道清理、清淤疏浚、生态补水。",
        "前款所称专业规划，是指防洪、治涝、灌溉、航运。",
        "本条例所称港口，是指具有船舶进出、停泊、靠泊功能的区域。",
        "本法所称“以上”“以下”，包括本数。",
        "陆生野生动物和水生野生动物统称为野生动物。",
    ],
)
def test_conditions_and_words_of_one_article_are_not_learnt(text: str) -> None:
    assert list(definitions(1, text)) == []


def test_the_terms_a_text_defines_are_known() -> None:
    assert list(terms_of("本条例所称“危险废物”，是指列入名录的固体废物；所称贮存是指存放。")) == [
        "危险废物",
        "贮存",
    ]


# Questions


PROVISIONS = {"第九条": "携带犬只出户，应当使用犬绳牵领，避让他人。", "第十条": "禁止携带犬只进入公园。"}


def test_words_of_a_question_that_the_law_never_uses_are_learnt_from_what_answers_it(cut: Cut) -> None:
    asked = Answered(7, "遛狗要不要绳子？", "要。携带犬只出户应当使用犬绳牵领。", ("第九条",))
    found = list(questions(asked, PROVISIONS, cut))
    assert "犬绳" in {one.formal for one in found}
    assert not {one.word for one in found} & {"遛狗", "要不要"}
    assert {one.document for one in found} == {7}


@pytest.mark.parametrize("answer", ["要拴绳。", "依照第九十条办理。"])
def test_an_answer_that_cites_nothing_of_the_law_teaches_nothing(answer: str, cut: Cut) -> None:
    assert list(questions(Answered(7, "遛狗要不要拴绳？", answer), PROVISIONS, cut)) == []


# Vain searches


def test_a_vain_search_is_taken_for_short_for_the_nearest_terms() -> None:
    terms = ["环境影响评价", "环境影响后评价", "环境保护", "评价", "建设项目环境影响评价文件审批"]
    found = list(unanswered([("环评怎么办", 12), ("100", 5), ("很长很长很长很长的一句话", 5)], terms))
    assert [(one.word, one.formal) for one in found] == [("环评", "环境影响评价"), ("环评", "环境影响后评价")]
    assert found[0].score == pytest.approx(0.54)


# Weighing


def sighting(word: str, formal: str, document: int, kind: WordKind = WordKind.SYNONYM) -> Sighting:
    return Sighting(word, formal, kind, WordSource.SHORT_NAME, document, f"{formal}（以下简称{word}）", 0.6)


def test_what_several_documents_say_is_surer() -> None:
    gathering = Gathering()
    gathering.take([sighting("网约车", "网络预约出租汽车", 1), sighting("科协", "科学技术协会", 1)])
    gathering.take([sighting("网约车", "网络预约出租汽车", 2)])
    assert [(one.entry.word, one.score) for one in gathering.proposals()] == [("网约车", 0.64), ("科协", 0.6)]


def test_what_means_one_thing_here_and_another_there_is_no_proposal() -> None:
    gathering = Gathering()
    gathering.take([sighting("水务局", "水利事务局", 1), sighting("水务局", "自来水服务局", 2)])
    assert gathering.proposals() == []
    gathering.take(sighting("水务局", "水利事务局", number) for number in range(3, 9))
    (proposal,) = gathering.proposals()
    assert (proposal.entry.formal, proposal.score < 0.8) == (("水利事务局",), True)


def test_what_is_known_or_common_is_no_proposal() -> None:
    gathering = Gathering()
    gathering.take([sighting("网约车", "网络预约出租汽车", 1), sighting("保密", "保守国家秘密", 1)])
    found = gathering.proposals(frozenset({"网约车"}), {"保密": 400}.__getitem__)
    assert found == []


@given(st.text(alphabet="《》（）以下简称俗称本法所是指、。网约车\n", max_size=120))
def test_whatever_a_text_says_proposals_can_stand(text: str) -> None:
    gathering = Gathering()
    gathering.take(short_names(1, text, list))
    gathering.take(definitions(1, text))
    assert all(faults(proposal.entry) == {} for proposal in gathering.proposals())


@given(st.text(alphabet="甲。；\n ", max_size=40))
def test_sentences_lose_nothing_but_spaces(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_no_sentence_costs_much() -> None:
    since = thread_time()
    for text in ("（以下简称" * 20_000, "本法所称" + "甲、" * 50_000, "甲" * 100_000 + "俗称"):
        assert list(definitions(1, text)) == []
        assert list(short_names(1, text, list)) == []
    assert thread_time() - since < 2
