"""Papers of a provincial department (部门文件), as they are really worded: what each states, and what not.

Each ruling is one short paper; the answer is given in the words of the law, not of the code.
"""

from datetime import date

import pytest

from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.law.statements import Named, Statements

ISSUED = "关于印发《澄江省排污许可管理办法》的通知"
CLEARED = "关于废止部分行政规范性文件的决定"
CHANGED = "关于修改部分行政规范性文件的决定"


def states(body: str, title: str = ISSUED) -> Statements:
    """What a paper of 15 March 2023 states."""
    text = (
        f"# 澄江省生态环境厅{title}\n\n澄环发〔2023〕12号\n\n各市、县生态环境局：\n\n{body}\n\n"
        "澄江省生态环境厅\n\n2023年3月15日\n"
    )
    return open_paper(Paper("a.md", text.encode(), Row(0))).statements


def names(found: tuple[Named, ...]) -> list[tuple[str, str]]:
    """Titles and numbers."""
    return [(named.title, named.number) for named in found]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("本通知自2023年5月1日起施行。", date(2023, 5, 1)),
        ("本办法从2023年10月1日起执行。", date(2023, 10, 1)),
        ("本办法自2023年5月1日起试行，试行期2年。", date(2023, 5, 1)),
        ("本通知自印发之日起施行。", date(2023, 3, 15)),
        ("本通知自下发之日起执行。", date(2023, 3, 15)),
        # How the first of the thirty days is counted is not settled: a person fills it in.
        ("本通知自印发之日起30日后施行。", None),
        ("第二十条　本办法自公布之日起三十日后施行。", None),
        ("第二十条　本办法自印发之日起满30日后施行，有效期5年。", None),
        # The day of publication is not in the text.
        ("本通知自发布之日起执行，原有规定与本通知不一致的，按本通知执行。", None),
    ],
)
def test_first_day_of_force(sentence: str, day: date | None) -> None:
    effective = states(sentence).effective
    assert effective is not None
    assert effective.on == day


def test_a_time_after_issue_is_kept_in_its_words() -> None:
    effective = states("本通知自印发之日起30日后施行。").effective
    assert effective is not None
    assert effective.delay == "30日后"


@pytest.mark.parametrize(
    ("sentence", "last_day"),
    [
        ("本通知自2023年5月1日起施行，有效期至2028年4月30日。", date(2028, 4, 30)),
        ("本办法自2023年5月1日起施行，有效期5年。", date(2028, 4, 30)),
        ("第三十条 本办法自2023年5月1日起试行，试行期为两年。", date(2025, 4, 30)),
        ("本通知自2023年4月1日起施行，执行至2025年12月31日。", date(2025, 12, 31)),
        ("本办法有效期三年，自2023年4月1日至2026年3月31日。", date(2026, 3, 31)),
        ("本通知自印发之日起施行，有效期为3年，法律法规另有规定的，从其规定。", date(2026, 3, 14)),
        # The first day is not known, so neither is the last.
        ("第二十条　本办法自印发之日起满30日后施行，有效期5年。", None),
    ],
)
def test_last_day_of_its_own_term(sentence: str, last_day: date | None) -> None:
    expiry = states(sentence).expiry
    assert expiry is not None
    assert expiry.through == last_day


def test_a_licence_has_a_term_and_the_paper_none() -> None:
    assert states("排污许可证有效期为5年。许可证有效期届满前30日应当申请延续。").expiry is None


@pytest.mark.parametrize(
    ("sentence", "ended"),
    [
        (
            "《澄江省排污许可证管理实施方案》（澄环发〔2015〕21号）同时废止。",
            [("澄江省排污许可证管理实施方案", "澄环发〔2015〕21号")],
        ),
        (
            "自本通知施行之日起，《关于加强污染源自动监控的通知》（澄环发〔2015〕21号）同时废止。",
            [("关于加强污染源自动监控的通知", "澄环发〔2015〕21号")],
        ),
        (
            "《澄江省环境保护厅关于印发〈澄江省举报奖励办法〉的通知》（澄环发〔2015〕21号）同时废止。",
            [("澄江省环境保护厅关于印发〈澄江省举报奖励办法〉的通知", "澄环发〔2015〕21号")],
        ),
        (
            "《关于甲的通知》（澄环发〔2015〕21号）和《关于乙的通知》（澄环发〔2016〕22号）同时废止。",
            [("关于甲的通知", "澄环发〔2015〕21号"), ("关于乙的通知", "澄环发〔2016〕22号")],
        ),
        (
            "此前印发的《澄江省环评审批目录》（澄环发〔2019〕22号）不再执行。",
            [("澄江省环评审批目录", "澄环发〔2019〕22号")],
        ),
        (
            "自2023年6月1日起停止执行《澄江省排污费征收办法》（澄环发〔2014〕28号）。",
            [("澄江省排污费征收办法", "澄环发〔2014〕28号")],
        ),
        (
            "《甲办法》（澄环发〔2001〕113号）、《乙办法》（澄环发〔2002〕5号）等2件文件同时停止执行。",
            [("甲办法", "澄环发〔2001〕113号"), ("乙办法", "澄环发〔2002〕5号")],
        ),
        (
            "《澄江省环境保护厅 澄江省财政厅关于排污费的通知》（澄环发〔2013〕33号）自本通知实施之日废止。",
            [("澄江省环境保护厅 澄江省财政厅关于排污费的通知", "澄环发〔2013〕33号")],
        ),
        # Named by nothing but their numbers.
        (
            "本意见自2023年6月1日起施行，原澄环发〔2015〕21号文件同时废止。",
            [("澄环发〔2015〕21号", "澄环发〔2015〕21号")],
        ),
        (
            "本通知自印发之日起施行，澄环发〔2015〕21号、澄环办函〔2016〕8号同时废止。",
            [("澄环发〔2015〕21号", "澄环发〔2015〕21号"), ("澄环办函〔2016〕8号", "澄环办函〔2016〕8号")],
        ),
    ],
)
def test_what_the_paper_ends(sentence: str, ended: list[tuple[str, str]]) -> None:
    assert names(states(sentence).repeals) == ended


@pytest.mark.parametrize(
    "sentence",
    [
        "此前有关规定与本办法不一致的，以本办法为准。",
        "凡与本办法不一致的，一律废止。",
        "市、县制定的文件与上位法抵触的，应当及时修改或者废止。该企业标准同时废止。",
        "2015年印发的《澄江省环境保护厅关于废止〈澄江省排污费办法〉的通知》继续有效。",
        "对试验区内的企业，不再执行《澄江省建筑企业管理规定》。",
        "各地应当清理与澄环发〔2015〕21号不一致的规定，该废止的及时废止。",
    ],
)
def test_what_is_no_repeal(sentence: str) -> None:
    assert states(sentence).repeals == ()


@pytest.mark.parametrize(
    ("sentence", "articles", "part"),
    [
        ("《甲通知》（澄环发〔2014〕28号）第三条、第五条第二款同时废止。", ("第三条", "第五条"), ""),
        ("《甲办法》（澄环发〔2014〕28号）中有关收费的规定停止执行。", (), "中有关收费的规定"),
        ("《关于发布目录的通知》（澄环发〔2014〕28号）附件2同时废止。", (), "附件2"),
    ],
)
def test_a_part_is_never_taken_for_the_whole(sentence: str, articles: tuple[str, ...], part: str) -> None:
    (named,) = states(sentence).repeals
    assert (named.articles, named.part, named.whole) == (articles, part, False)


def test_a_repeal_is_dated_by_its_own_words() -> None:
    (named,) = states("自本通知印发之日起，《甲办法》（澄环发〔2014〕28号）停止执行。").repeals
    assert named.on == date(2023, 3, 15)


LISTED = [
    ("关于规范危险废物转移的通知", "澄环发〔2009〕76号"),
    ("关于加强辐射安全管理的意见", "澄环发〔2012〕11号"),
]


@pytest.mark.parametrize(
    "body",
    [
        (
            "决定废止下列行政规范性文件：\n\n1. 关于规范危险废物转移的通知（澄环发〔2009〕76号）\n\n"
            "2.《关于加强辐射安全管理的意见》（澄环发〔2012〕11号）\n\n本决定自公布之日起施行。"
        ),
        (
            "下列文件已过有效期，宣布失效：\n\n（一）《关于规范危险废物转移的通知》（澄环发〔2009〕76号）；\n\n"
            "（二）《关于加强辐射安全管理的意见》（澄环发〔2012〕11号）。"
        ),
        (
            "现决定对以下文件予以废止：\n\n| 序号 | 文件名称 | 文号 |\n| --- | --- | --- |\n"
            "| 1 | 关于规范危险废物转移的通知 | 澄环发〔2009〕76号 |\n"
            "| 2 | 关于加强辐射安全管理的意见 | 澄环发〔2012〕11号 |\n\n本决定自2023年4月1日起施行。"
        ),
        (
            "一、废止《关于规范危险废物转移的通知》（澄环发〔2009〕76号）。\n\n"
            "二、宣布《关于加强辐射安全管理的意见》（澄环发〔2012〕11号）失效。"
        ),
        (
            "经清理，决定废止2件文件（目录见附件）。\n\n附件1\n\n废止的行政规范性文件目录\n\n"
            "1. 关于规范危险废物转移的通知（澄环发〔2009〕76号）\n\n"
            "2. 关于加强辐射安全管理的意见（澄环发〔2012〕11号）\n\n附件2\n\n继续有效的行政规范性文件目录\n\n"
            "1. 关于丙工作的通知（澄环发〔2013〕1号）\n"
        ),
    ],
)
def test_a_list_ends_each_of_its_lines_and_nothing_else(body: str) -> None:
    assert names(states(body, CLEARED).repeals) == LISTED


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (
            (
                "一、对《甲办法》作如下修改：\n\n（一）将第三条修改为：“第三条　省级主管部门负责。”\n\n"
                "（二）删去第五条。\n\n（三）增加一条，作为第七条：“本办法所称排污权，依照《丙条例》执行。”\n\n"
                "二、对《乙办法》作如下修改：\n\n（一）名称修改为《澄江省乙办法》。\n\n（二）第九条改为第十条。"
            ),
            ["甲办法", "乙办法"],
        ),
        ("经研究，决定对《甲办法》（澄环发〔2018〕10号）作如下修改：\n\n一、删除第八条第三项。", ["甲办法"]),
        ("将《甲规定》名称修改为《澄江省甲规定》，将文中“环境保护”统一修改为“生态环境”。", ["甲规定"]),
        (
            (
                "一、废止《丙办法》（澄环发〔2010〕7号）。\n\n"
                "二、将《甲办法》第三条中的“环境保护厅”修改为“生态环境厅”。"
            ),
            ["甲办法"],
        ),
    ],
)
def test_what_a_decision_changes(body: str, changed: list[str]) -> None:
    assert [named.title for named in states(body, CHANGED).amends] == changed


def test_a_suspension_in_a_place_is_neither_repeal_nor_amendment() -> None:
    stated = states(
        "自2023年6月1日起，在澄江市滨江区暂停执行《甲办法》第十二条。", "关于暂停执行有关规定的通知"
    )
    (named,) = stated.suspends
    assert (named.articles, named.area, named.on) == (("第十二条",), "澄江市滨江区", date(2023, 6, 1))
    assert stated.repeals == stated.amends == ()


def test_the_basis_is_what_the_enacting_sentence_names() -> None:
    stated = states(
        "为规范管理，根据《中华人民共和国环境保护法》《排污许可管理条例》（国务院令第736号）和"
        "《澄江省生态环境保护条例》第十八条等规定，结合我省实际，制定本办法。"
    )
    assert names(stated.basis) == [
        ("中华人民共和国环境保护法", ""),
        ("排污许可管理条例", "国务院令第736号"),
        ("澄江省生态环境保护条例", ""),
    ]


def test_what_others_are_told_to_go_by_is_no_basis() -> None:
    stated = states(
        "根据《部关于做好工作的通知》（环评〔2022〕26号）要求，现就有关事项通知如下：\n\n"
        "一、企业应当按照《排污许可管理条例》第二十条的规定办理。\n\n"
        "二、各地要按照《澄江省环评审批办法》的规定，制定本地区实施方案。"
    )
    assert names(stated.basis) == [("部关于做好工作的通知", "环评〔2022〕26号")]
    assert [named.title for named in stated.cites] == ["排污许可管理条例", "澄江省环评审批办法"]


def test_papers_in_title_marks_are_no_instruments() -> None:
    stated = states(
        "申请人应当提交《营业执照》、《排污许可证》、《环境影响报告书》、《危险废物转移联单》和《澄江日报》公告，"
        "按照《固定污染源分类管理名录》《污水综合排放标准》（GB 8978-1996）填报《排污许可证申请表》。"
    )
    assert [named.title for named in stated.cites] == ["固定污染源分类管理名录", "污水综合排放标准"]


def test_who_passes_a_paper_on_is_its_issuer() -> None:
    stated = states("现转发给你们，请认真贯彻执行。", "转发生态环境部办公厅关于加强执法监管的通知")
    assert stated.issuer == ("澄江省生态环境厅",)
    assert stated.number == "澄环发〔2023〕12号"


def test_a_form_of_act_alone_is_no_name_but_a_short_name_is() -> None:
    stated = states(
        "社会团体的负责人由《章程》规定，违反本《办法》的，依照《澄江省水条例》（以下简称《条例》）第九条处理。\n\n"
        "《条例》第十条另有规定的除外。"
    )
    assert [(named.title, named.articles) for named in stated.cites] == [
        ("澄江省水条例", ("第九条",)),
        ("澄江省水条例", ("第十条",)),
    ]


def test_the_republic_is_one_word_in_a_name_without_title_marks() -> None:
    stated = states("第一条　根据中华人民共和国宪法和有关法律，制定本办法。")
    assert [named.title for named in stated.basis] == ["中华人民共和国宪法"]
