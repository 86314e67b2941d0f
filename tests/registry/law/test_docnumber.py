import csv
import json
import re
from pathlib import Path

import pytest

from registry.law.docnumber import Family, Number, find, key, keys, near, parse
from registry.law.numberforms import Scheme

CIRCULAR = "国办发〔2018〕118号"


@pytest.mark.parametrize(
    "raw",
    [
        "国办发〔2018〕118号",
        "国办发[2018]118号",
        "国办发［2018］118号",
        "国办发(2018)118号",
        "国办发（2018）118号",
        "国办发【2018】118号",
        "国办发{2018}118号",
        "国办发〔２０１８〕１１８号",
        "国办发〔二〇一八〕一百一十八号",
        "国办发〔2018〕第118号",
        "国办发〔2018〕0118号",
        "国办发〔2018年〕118号",
        "国办发〔2018〕118",
        "国办发〔2018118号",
        "国办发2018〕118号",
        "国办发2018118号",
        "国办发 2018 118",
        "国办发2018-118",
        "国办发2018年118号",
        " 国办发 〔2018〕 118 号 ",
        "国办发\u3000〔2018〕\u200b118号",
    ],
)
def test_every_way_of_writing_one_document_number_is_one_number(raw: str) -> None:
    assert key(raw) == CIRCULAR
    assert parse(raw) == Number(Family.DOCUMENT, "国办发", 118, 2018)


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("中华人民共和国国务院令第796号", "国务院令第796号"),
        ("国令第796号", "国务院令第796号"),
        ("国务院令第七百九十六号", "国务院令第796号"),
        ("中华人民共和国国务院令\n\n第 796 号", "国务院令第796号"),
        ("国务院令796", "国务院令第796号"),
        ("总局令 第31号", "总局令第31号"),
        ("环境保护部令第3号", "环境保护部令第3号"),
        ("原国家工商行政管理总局令第62号", "国家工商行政管理总局令第62号"),
        ("原平市人民政府令第1号", "原平市人民政府令第1号"),
        ("浙江省人民政府令第372号", "浙江省人民政府令第372号"),
        ("粤府令第275号", "粤府令第275号"),
        ("第372号", "第372号"),
        ("主席令第九号", "主席令第9号"),
        ("中华人民共和国主席令（第九号）", "主席令第9号"),
        ("第九号主席令", "主席令第9号"),
        ("海关总署第56号令", "海关总署令第56号"),
        ("中国人民银行令〔2021〕第4号", "中国人民银行令2021年第4号"),
        ("交通运输部2021年第17号令", "交通运输部令2021年第17号"),
        ("生态环境部 公安部令第5号", "生态环境部、公安部令第5号"),
        ("国务院、中央军委令第54号", "国务院、中央军事委员会令第54号"),
    ],
)
def test_orders_have_one_form(raw: str, form: str) -> None:
    assert key(raw) == form
    assert parse(raw).family is Family.ORDER


@pytest.mark.parametrize(
    ("raw", "form", "session"),
    [
        ("公告2018年第9号", "公告2018年第9号", None),
        ("2020年第54号", "公告2020年第54号", None),
        ("2018年第9号公告", "公告2018年第9号", None),
        ("国家税务总局公告 2018年 第9号", "国家税务总局公告2018年第9号", None),
        ("国家税务总局公告〔2018〕9号", "国家税务总局公告2018年第9号", None),
        ("〔十三届〕第12号公告", "公告〔十三届〕第12号", 13),
        ("江西省人大常委会公告〔十三届〕第12号", "江西省第十三届人民代表大会常务委员会公告第12号", 13),
        (
            "浙江省第13届人民代表大会常务委员会公告第21号",
            "浙江省第十三届人民代表大会常务委员会公告第21号",
            13,
        ),
        (
            "第十三届全国人民代表大会第一次会议主席团公告第1号",
            "第十三届全国人民代表大会第一次会议主席团公告第1号",
            13,
        ),
        ("某委公告〔五届〕第二号", "某委公告〔五届〕第2号", 5),
    ],
)
def test_announcements_count_by_year_or_by_session(raw: str, form: str, session: int | None) -> None:
    assert key(raw) == form
    assert (parse(raw).family, parse(raw).session) == (Family.ANNOUNCEMENT, session)


def test_a_public_notice_is_no_announcement() -> None:
    assert parse("公安部通告2018年第9号").family is Family.PUBLIC_NOTICE


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("ZJSP16-2021-0003", "ZJSP16-2021-0003"),
        ("zjac00－2019－0001", "ZJAC00-2019-0001"),
        ("HFGS—2017—9", "HFGS—2017—9"),
        ("HFGS-2017-9", "HFGS—2017—9"),
        ("杨管规〔2012〕001", "杨管规〔2012〕001"),
    ],
)
def test_unified_numbers_are_printed_as_their_place_prints_them(raw: str, form: str) -> None:
    assert (parse(raw).family, key(raw)) == (Family.UNIFIED, form)


def test_a_unified_number_is_not_the_document_number_of_the_same_words() -> None:
    assert key("杨管规〔2012〕001") != key("杨管规〔2012〕1号")


def test_an_authority_can_bring_its_own_scheme() -> None:
    pattern = re.compile(r"(?P<organ>GZ)/(?P<year>[0-9]{4})/(?P<serial>[0-9]{1,3})")
    own = Scheme("某市", pattern, "{organ}/{year}/{serial:03}")
    assert parse("GZ/2021/7") is None
    assert parse("GZ/2021/7", (own,)).print() == key("ＧＺ/2021/007", (own,)) == "GZ/2021/007"


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("000014349/2017-00110", "000014349/2017-00110"),
        ("00001434-9/2017-00110", "000014349/2017-00110"),
        ("000014349/2014-777577", "000014349/2014-777577"),
        ("91330000MA27U0A12B/2021-0000050", "91330000MA27U0A12B/2021-0000050"),
    ],
)
def test_index_numbers_keep_the_width_of_their_serial(raw: str, form: str) -> None:
    assert (parse(raw).family, key(raw)) == (Family.INDEX, form)


def test_an_index_number_of_another_make_is_opaque() -> None:
    assert parse("330200-001-20120101-1") is None
    assert key("330200－001－20120101－1") == key("330200-001-20120101-1")


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("法（研）发〔1982〕3号", "法（研）发〔1982〕3号"),
        ("国函字〔86〕7号", "国函字〔1986〕7号"),
        ("〔86〕国环字第003号", "国环字〔1986〕3号"),
        ("环法规函 2019 121", "环法规函〔2019〕121号"),
        ("〔2018〕118号", "〔2018〕118号"),
    ],
)
def test_old_and_odd_document_numbers_are_read(raw: str, form: str) -> None:
    assert key(raw) == form


@pytest.mark.parametrize(
    "text",
    [
        "",
        "国务院令",
        "2018年",
        "第三条",
        "食品安全法2015",
        "2018118",
        "国办发〔2018〕号",
        "国办发〔2018〕0号",
        "a" * 500,
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse(text) is None


def test_the_text_as_printed_is_kept_and_does_not_count() -> None:
    number = parse("国办发[2018]118号")
    assert number.raw == "国办发[2018]118号"
    assert number == parse(CIRCULAR)


def test_of_joint_orders_the_host_comes_first_and_each_is_findable() -> None:
    joint = "国家教育委员会令第8号、国家体育运动委员会令第11号"
    assert parse(joint).print() == "国家教育委员会令第8号"
    assert keys(joint) == ("国家教育委员会令第8号", "国家体育运动委员会令第11号")
    assert keys(CIRCULAR) == (CIRCULAR,)
    assert keys(" ") == ()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("西藏自治区人民政府要按照国办发〔2018〕118号文件", ["国办发〔2018〕118号"]),
        ("2010年12月22日环境保护部令第28号公布", ["环境保护部令第28号"]),
        ("一九九八年五月一日日照市人民政府令第5号", ["日照市人民政府令第5号"]),
        ("2019年3月1日日照市人民政府令第5号", ["日照市人民政府令第5号"]),
        ("以国家发展和改革委员会令第3号", ["国家发展和改革委员会令第3号"]),
        ("（2001年5月1日原国家工商行政管理总局令第62号）", ["原国家工商行政管理总局令第62号"]),
        ("市人民政府京政发〔1998〕3号", ["京政发〔1998〕3号"]),
        ("我院法〔2015〕3号、法发［1996］30号", ["法〔2015〕3号", "法发［1996］30号"]),
        (
            "5月1日杭州市第13届人民代表大会常务委员会公告第62号",
            ["杭州市第13届人民代表大会常务委员会公告第62号"],
        ),
        ("最高人民法院法（研）发〔1982〕3号", ["法（研）发〔1982〕3号"]),
        ("见国办发〔202130号", ["国办发〔202130号"]),
        ("自2018年1月1日起，第3号令下达，令行禁止", []),
        ("（2018）浙01民终118号", []),
    ],
)
def test_numbers_are_found_in_running_text_as_printed(text: str, quoted: list[str]) -> None:
    found = find(text)
    assert [one.raw for one in found] == quoted
    assert [text[one.start : one.end] for one in found] == quoted


def test_a_number_nearly_right_leads_to_the_right_one() -> None:
    known = [CIRCULAR, "国办函〔2018〕118号", "国办发〔2017〕118号", "国办发〔2018〕9号", "法释〔2018〕118号"]
    assert near("国办发〔2018〕117号", known)[0] == CIRCULAR
    assert near("国办发〔2018〕188号", known)[0] == CIRCULAR
    assert near("国办发〔2018〕181号", known)[0] == CIRCULAR
    assert set(near("国发〔2018〕118号", known)) >= {CIRCULAR, "国办函〔2018〕118号"}
    assert near("国办发〔2018〕118号", known, limit=1) == ["国办函〔2018〕118号"]
    assert near("环发〔1999〕1号", known) == []


def test_a_number_without_its_issuer_leads_to_the_full_one() -> None:
    assert (
        near(key("第372号"), ["浙江省人民政府令第372号", "浙江省人民政府令第37号"])[0]
        == "浙江省人民政府令第372号"
    )


@pytest.mark.corpus
def test_every_number_of_the_ledger_is_of_a_known_family(corpus: Path) -> None:
    with (corpus / "corpus/MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        numbers = [row["docno"] for row in csv.DictReader(file) if row["docno"]]
    assert numbers
    assert [raw for raw in numbers if not parse(raw)] == []


@pytest.mark.corpus
def test_each_number_asked_for_is_that_of_the_expected_documents_alone(corpus: Path) -> None:
    with (corpus / "corpus/MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        ledger = {row["path"]: key(row["docno"]) for row in csv.DictReader(file) if row["docno"]}
    lines = (corpus / "eval/known-item/dev.jsonl").read_text("utf-8").splitlines()
    asked = [query for line in lines if (query := json.loads(line))["class"] == "doc_number"]
    assert asked
    for query in asked:
        bearing = {path for path, number in ledger.items() if number == key(query["query"])}
        assert bearing
        assert bearing <= set(query["expected"])


@pytest.mark.corpus
def test_the_numbers_read_by_hand_are_of_known_families(corpus: Path) -> None:
    lines = (corpus / "eval/clauses/clauses.dev.jsonl").read_text("utf-8").splitlines()
    labelled = [label["value"] for line in lines if (label := json.loads(line).get("doc_number"))]
    assert labelled
    assert [raw for raw in labelled if not parse(raw)] == []


def test_words_longer_than_any_number_are_none() -> None:
    assert parse("国办发〔2018〕118号" + " " * 200) is None
    assert len(key("长" * 5_000)) < 200
