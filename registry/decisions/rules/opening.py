"""Rules of the catalogue and the opening (目录与启动): 重大行政决策程序暂行条例 arts. 3, 11, 33."""

import re

from registry.decisions.rules.checking import MET, Answer, Rule, Waits, unless
from registry.decisions.rules.course import Course

# Names that speak of what the regulation leaves to other procedures; a law on its way bears 草案.
EXCLUDED = re.compile(
    r"财政政策|货币政策|宏观调控|立法(?:计划|规划)|(?:条例|规章|法规)[）)]?[（(]?(?:草案|送审稿)|应急处置"
)
ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,8}条")


def names_article(ground: str) -> bool:
    """Whether a ground names the article that it stands on.

    >>> names_article("依照条例第二十二条第二款，不作重复评估"), names_article("不需要")
    (True, False)
    """
    return bool(ARTICLE.search(ground))


def _category(course: Course) -> Answer:
    return unless(course.category, "没有注明属于第三条第一款的哪一类事项")


def _excluded(course: Course) -> Answer:
    found = EXCLUDED.search(course.name)
    return (f"名称中有“{found.group()}”，疑为不适用本条例的事项，应当核实",) if found else MET


def _consent(course: Course) -> Answer:
    if course.listed_on is None:
        return Waits.AHEAD
    if course.consented_on is None:
        return ("公布目录前没有登记同级党委同意的日期",)
    return unless(course.consented_on <= course.listed_on, "同级党委同意的日期晚于目录公布的日期")


def _unit(course: Course) -> Answer:
    return unless(course.unit, "没有明确承办单位")


def _grounds(course: Course) -> Answer:
    left_out = [(kind, step) for kind, step in course.steps.items() if step.omitted]
    if not left_out:
        return Waits.NOT_ASKED
    return tuple(
        f"{kind.label}没有履行，理由中没有写明所依据的条款"
        for kind, step in left_out
        if not names_article(step.ground)
    )


def _kept(course: Course) -> Answer:
    done = [kind for kind, step in course.steps.items() if step.done_on]
    if not done:
        return Waits.AHEAD
    return tuple(f"{kind.label}已完成，但没有归档材料" for kind in done if not course.step(kind).papers)


def _days(course: Course) -> Answer:
    if not any(step.days for step in course.steps.values()):
        return Waits.AHEAD
    return tuple(
        f"{kind.label}的完成日期早于开始日期"
        for kind, step in course.steps.items()
        if step.began_on and step.done_on and step.done_on < step.began_on
    )


OPENING = (
    Rule(
        "K01",
        "第三条第一款",
        "属于重大行政决策事项",
        "本条例所称重大行政决策事项(以下简称决策事项)包括：(一)制定有关公共服务、市场监管、社会管理、环境保护等方面的"
        "重大公共政策和措施；……(五)决定对经济社会发展有重大影响、涉及重大公共利益或者社会公众切身利益的其他重大事项。",
        None,
        _category,
    ),
    Rule(
        "K02",
        "第三条第二款",
        "不属于除外事项",
        "财政政策、货币政策等宏观调控决策，政府立法决策以及突发事件应急处置决策不适用本条例。",
        None,
        _excluded,
    ),
    Rule(
        "K03",
        "第三条第三款",
        "目录经同级党委同意后公布",
        "决策机关可以根据本条第一款的规定，结合职责权限和本地实际，确定决策事项目录、标准，"
        "经同级党委同意后向社会公布，并根据实际情况调整。",
        None,
        _consent,
    ),
    Rule(
        "K04",
        "第十一条",
        "明确承办单位",
        "决策机关决定启动决策程序的，应当明确决策事项的承办单位(以下简称决策承办单位)，"
        "由决策承办单位负责重大行政决策草案的拟订等工作。",
        None,
        _unit,
    ),
    Rule(
        "K05",
        "第十四条、第十九条、第二十二条",
        "不履行的环节写明法律依据",
        "决策承办单位应当采取便于社会公众参与的方式充分听取意见，依法不予公开的决策事项除外。",
        None,
        _grounds,
    ),
    Rule(
        "K06",
        "第三十三条",
        "过程记录和材料及时归档",
        "决策机关应当建立重大行政决策过程记录和材料归档制度，由有关单位将履行决策程序形成的记录、材料及时完整归档。",
        None,
        _kept,
    ),
    Rule(
        "K07",
        "第三十三条",
        "过程记录的日期前后一致",
        "决策机关应当建立重大行政决策过程记录和材料归档制度，由有关单位将履行决策程序形成的记录、材料及时完整归档。",
        None,
        _days,
    ),
)
