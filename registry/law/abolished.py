"""Abolished organs (已撤销或者更名的机关): names that no document in force should still give a duty to.

Sources: the decisions of the National People's Congress on the reform of the State Council's organs of
2008-03-15, 2013-03-14 and 2018-03-17; the provinces followed within a year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

REFORM_2008, REFORM_2013, REFORM_2018 = date(2008, 3, 15), date(2013, 3, 14), date(2018, 3, 17)
# The name as texts print it, without its place; the successor; the reform that ended it.
ORGANS: Mapping[str, tuple[str, date]] = {
    "环境保护总局": ("生态环境主管部门", REFORM_2008),
    "环境保护部": ("生态环境部", REFORM_2018),
    "环境保护厅": ("生态环境厅", REFORM_2018),
    "环境保护局": ("生态环境局", REFORM_2018),
    "环保厅": ("生态环境厅", REFORM_2018),
    "环保局": ("生态环境局", REFORM_2018),
    "国土资源部": ("自然资源部", REFORM_2018),
    "国土资源厅": ("自然资源厅", REFORM_2018),
    "国土资源局": ("自然资源局", REFORM_2018),
    "国土资源行政主管部门": ("自然资源主管部门", REFORM_2018),
    "国土资源主管部门": ("自然资源主管部门", REFORM_2018),
    "工商行政管理总局": ("市场监督管理总局", REFORM_2018),
    "工商行政管理局": ("市场监督管理局", REFORM_2018),
    "工商行政管理部门": ("市场监督管理部门", REFORM_2018),
    "工商行政管理机关": ("市场监督管理部门", REFORM_2018),
    "质量技术监督局": ("市场监督管理局", REFORM_2018),
    "质量技术监督部门": ("市场监督管理部门", REFORM_2018),
    "质量技术监督行政部门": ("市场监督管理部门", REFORM_2018),
    "质量监督检验检疫总局": ("市场监督管理总局、海关总署", REFORM_2018),
    "食品药品监督管理总局": ("市场监督管理总局", REFORM_2018),
    "食品药品监督管理局": ("市场监督管理局、药品监督管理局", REFORM_2018),
    "卫生和计划生育委员会": ("卫生健康委员会", REFORM_2018),
    "卫生计生委": ("卫生健康委员会", REFORM_2018),
    "卫生和计划生育行政部门": ("卫生健康主管部门", REFORM_2018),
    "卫生计生行政部门": ("卫生健康主管部门", REFORM_2018),
    "人口和计划生育委员会": ("卫生健康委员会", REFORM_2013),
    "安全生产监督管理总局": ("应急管理部", REFORM_2018),
    "安全生产监督管理局": ("应急管理局", REFORM_2018),
    "安全生产监督管理部门": ("应急管理部门", REFORM_2018),
    "公安消防机构": ("消防救援机构", REFORM_2018),
    "公安机关消防机构": ("消防救援机构、住房和城乡建设主管部门", REFORM_2018),
    "农业部": ("农业农村部", REFORM_2018),
    "农业厅": ("农业农村厅", REFORM_2018),
    "国家旅游局": ("文化和旅游部", REFORM_2018),
    "旅游局": ("文化和旅游主管部门", REFORM_2018),
    "新闻出版广电总局": ("广播电视总局、新闻出版署", REFORM_2018),
    "新闻出版广电局": ("广播电视局、新闻出版局", REFORM_2018),
    "国家税务局": ("税务局", REFORM_2018),
    "地方税务局": ("税务局", REFORM_2018),
    "政府法制机构": ("司法行政部门", REFORM_2018),
    "政府法制办公室": ("司法厅（局）", REFORM_2018),
    "国务院法制办公室": ("司法部", REFORM_2018),
    "铁道部": ("国家铁路局、国铁集团", REFORM_2013),
    "劳动和社会保障部": ("人力资源和社会保障部", REFORM_2008),
    "劳动和社会保障厅": ("人力资源和社会保障厅", REFORM_2008),
    "劳动和社会保障局": ("人力资源和社会保障局", REFORM_2008),
    "信息产业部": ("工业和信息化部", REFORM_2008),
}
QUOTED = re.compile(r"《[^《》]{1,400}》|〈[^〈〉]{1,400}〉")
# 国家税务局 is the tail of 国家税务总局's lower offices only; 原环境保护厅 knows that the name is past, and
# 生态环境保护局 is another organ. Longest first, so that 环境保护总局 is not read as another name.
NAMES = re.compile("(?<![原生态])(?:" + "|".join(sorted(map(re.escape, ORGANS), key=len, reverse=True)) + ")")


@dataclass(frozen=True, slots=True)
class Former:
    """The name of an organ that is no more, who took its place, and since when."""

    name: str
    successor: str
    ended_on: date


def former_organs(text: str) -> tuple[Former, ...]:
    """The abolished organs that a text names outside quoted titles, each once, in order.

    >>> [former.name for former in former_organs("向省环境保护厅备案，依据《环境保护部办法》执行。")]
    ['环境保护厅']
    """
    if NAMES.search(text) is None:
        return ()
    plain = QUOTED.sub("", text)
    return tuple(Former(name, *ORGANS[name]) for name in dict.fromkeys(NAMES.findall(plain)))
