"""Kinds, genres and regions from the words that ledgers, folders and titles use."""

import pytest

from registry.intake.kinds import genre_of, kind_of, region_of
from registry.law.terms import Genre, Kind


@pytest.mark.parametrize(
    ("word", "title", "region", "kind"),
    [
        ("法律", "水法", "国家", Kind.LAW),
        ("宪法", "宪法修正案（2018年）", "国家", Kind.CONSTITUTION),
        ("规章", "环境处罚办法", "国家", Kind.DEPARTMENTAL_RULE),
        ("规章", "广东省碳排放管理试行办法", "广东", Kind.LOCAL_GOVERNMENT_RULE),
        ("地方性法规", "景宁畲族自治县自治条例", "浙江", Kind.AUTONOMOUS_REGULATION),
        ("地方性法规", "深圳经济特区环境保护条例", "广东", Kind.SPECIAL_ZONE_REGULATION),
        ("地方性法规", "浙江省水资源条例", "浙江", Kind.LOCAL_REGULATION),
        ("规范性文件", "浙江省生态环境保护“十四五”规划", "浙江", Kind.PLAN),
        ("规范性文件", "国务院关于印发“十四五”节能减排综合规划的通知", "国家", Kind.PLAN),
        (
            "规范性文件",
            "国务院关于河北雄安新区总体规划（2018—2035年）的批复",
            "国家",
            Kind.NORMATIVE_DOCUMENT,
        ),
        ("规范性文件", "浙江省规划管理办法", "浙江", Kind.NORMATIVE_DOCUMENT),
        ("其他", "人体损伤程度鉴定标准", "国家", Kind.OTHER),
        ("通讯录", "通讯录", "", None),
    ],
)
def test_kind_of_a_word(word: str, title: str, region: str, kind: Kind | None) -> None:
    assert kind_of(word, title, region) is kind


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("国务院办公厅关于印发《规定》的通知", Genre.NOTICE),
        ("关于试点的指导意见（试行）", Genre.OPINION),
        ("关于同意组建委员会的批复", Genre.REPLY),
        ("关于科技节水建议的复函", Genre.LETTER),
        ("浙江省水资源条例", ""),
    ],
)
def test_genre_is_what_the_title_ends_with(title: str, genre: str) -> None:
    assert genre_of(title) == genre


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("浙江省人民代表大会常务委员会", "浙江"),
        ("内蒙古自治区人民政府", "内蒙古"),
        ("国务院办公厅", "国家"),
        ("澄江省生态环境厅", "澄江"),
        ("生态环境部", ""),
    ],
)
def test_region_is_the_province_a_name_begins_with(name: str, region: str) -> None:
    assert region_of(name) == region
