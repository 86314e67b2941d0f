"""The report in print (核对报告印本): the table without the pasted text; nothing of it is kept on disk."""

from base.errors import BadInput
from registry.checking.renditions.marked import LABELS
from registry.checking.report import Report
from registry.law.days import printed
from registry.renditions.pdf import templates

MOST_PRINTED = 2_000
TITLE = "引用文件效力核对报告"


def html(report: Report, root: str, site: str) -> str:
    """The page that the typesetter makes the PDF of; raises BadInput for more rows than can be printed."""
    groups = tuple(report.groups())
    if sum(len(rows) for _, rows in groups) > MOST_PRINTED:
        raise BadInput(f"核对结果超过 {MOST_PRINTED} 行，无法生成 PDF；请分成几部分核对。")
    sheets = templates()
    return sheets.get_template("checked.html").render(
        css="\n".join(sheets.get_template(name).render() for name in ("sheet.css", "checked.css")),
        title=TITLE,
        report=report,
        groups=groups,
        labels=LABELS,
        on=printed(report.on),
        since=printed(report.since) if report.since else "",
        address=f"{root}/check",
        site=site,
    )
