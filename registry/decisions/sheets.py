"""The catalogue as a table (目录表): its columns, as a spreadsheet and as a page to be typeset."""

from datetime import date

from base import clock
from base.spreadsheet import Leaf, xlsx
from registry.decisions.reads.shown import ShownEdition, ShownItem, ShownYear
from registry.decisions.rules.editions import Line
from registry.decisions.rules.terms import ItemChange
from registry.law.days import printed
from registry.renditions.pdf import templates, title_words
from registry.renditions.titling import title_lines

COLUMNS = ("序号", "决策事项名称", "依据", "决策程序", "是否听证", "承办单位", "计划决策时间", "进展")
WIDTHS = (6, 46, 40, 36, 10, 22, 18, 24)
CHANGE_COLUMNS = ("版次", "公布日期", "事项", "调整", "栏目", "调整前", "调整后")
STEP_COLUMNS = (
    "序号",
    "决策事项名称",
    "环节",
    "状态",
    "计划日期",
    "开始日期",
    "完成日期",
    "依法不适用的理由",
)


def cells(place: int, line: Line, item: ShownItem | None) -> tuple[str, ...]:
    """A row of the catalogue; progress only where the edition is the one that counts."""
    return (
        str(place),
        line.name,
        line.basis,
        line.shown("procedure"),
        line.shown("hearing"),
        line.unit,
        line.planned,
        item.progress if item else "",
    )


def xlsx_bytes(held: ShownYear) -> bytes:
    """The catalogue, its steps, and what adjustments changed, as one workbook."""
    rows = [cells(item.position, item.line, item) for item in held.items]
    leaves = [
        Leaf("目录", COLUMNS, rows, WIDTHS, heading=_heading(held)),
        Leaf("程序进展", STEP_COLUMNS, _steps(held), (6, 46, 16, 12, 14, 14, 14, 50)),
    ]
    if changed := [row for edition in held.editions for row in _changes(edition)]:
        leaves.append(Leaf("目录调整", CHANGE_COLUMNS, changed, (8, 16, 46, 10, 16, 40, 40)))
    return xlsx(leaves)


def html(held: ShownYear, address: str, organiser: str, today: date) -> str:
    """The catalogue as the page that the typesetter makes the PDF of (GB/T 9704-2012, 横排表格)."""
    css = [templates().get_template(name).render() for name in ("sheet.css", "decisions.css")]
    return (
        templates()
        .get_template("decisions.html")
        .render(
            held=held,
            columns=COLUMNS,
            rows=[cells(item.position, item.line, item) for item in held.items],
            title=title_lines(title_words(held.title)),
            heading=_heading(held),
            changed=[edition for edition in held.editions if edition.changed],
            css="\n".join(css),
            address=address,
            organiser=organiser,
            printed=printed,
            today=today,
            kinds=ItemChange,
        )
    )


def _heading(held: ShownYear) -> str:
    newest = held.newest
    told = f"第 {newest.number} 版，{clock.local(newest.published_at).date().isoformat()} 公布"
    agreed = f"，{newest.consented_on.isoformat()} 经同级党委同意" if newest.consented_on else ""
    return f"{held.title}（{told}{agreed}）"


def _steps(held: ShownYear) -> list[tuple[str, ...]]:
    return [
        (
            str(item.position),
            item.line.name,
            shown.kind.label,
            shown.state.label,
            *(
                day.isoformat() if day else ""
                for day in (shown.step.planned_on, shown.step.began_on, shown.step.done_on)
            ),
            shown.step.ground,
        )
        for item in held.items
        for shown in item.steps
    ]


def _changes(edition: ShownEdition) -> list[tuple[str, ...]]:
    day = clock.local(edition.published_at).date().isoformat()
    rows: list[tuple[str, ...]] = []
    for each in edition.changed:
        head = (str(edition.number), day, each.name, each.kind.label)
        rows += [(*head, field.label, field.before, field.after) for field in each.fields]
        rows += [(*head, "", "", "")] if not each.fields else []
    return rows
