"""Reading the forms of the catalogue (读取目录表单): every fault at once, by field."""

from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from base import clock, web
from base.errors import BadInput
from base.forms import FormReader
from registry.decisions.catalogues import Entry
from registry.decisions.papers import PaperOrder, Target
from registry.decisions.rules.terms import ItemCategory, PaperRole, ReviewResult, StepKind
from registry.decisions.steps import StepOrder
from registry.intake.uploads import ATTACHMENTS, Upload, UploadLimits, accept

Form = MultiDict[str, str]
LONGEST_REASON, MEGABYTE = 500, 2**20
# Where a link leads: /consultations/12, /documents/…; a meeting by its number.
LEADS = ("consultation", "meeting", "document")


def entry(form: Form) -> tuple[int, Entry]:
    """An item of the catalogue, and the version it was written over (0 for a new one); raises Faults."""
    reader = FormReader(form)
    version = reader.whole("version", "稿次") or 0
    name = reader.text("name", "决策事项名称", longest=400, required=True)
    basis = reader.text("basis", "依据", longest=500, required=True)
    category = reader.choice("category", "事项类别", ItemCategory, required=True)
    unit_id = reader.whole("unit_id", "承办单位", required=True)
    planned = reader.text("planned", "计划决策时间", longest=60, required=True)
    through = reader.day("planned_through", "计划决策的最后一日", required=True)
    hearing, market = reader.ticked("hearing"), reader.ticked("market")
    reader.finish()
    return version, Entry(
        name, basis, category or ItemCategory.OTHER, unit_id or 0, planned, through, hearing, market
    )


def year(form: Form) -> int:
    """The year of a new catalogue; raises Faults."""
    reader = FormReader(form)
    found = reader.whole("year", "年度", required=True)
    this = clock.today().year
    if found is not None and not this - 1 <= found <= this + 1:
        reader.fault("year", f"年度应为 {this - 1} 至 {this + 1}")
    reader.finish()
    return found or 0


def version_of(form: Form) -> int:
    """The version that was on the screen; raises Faults."""
    reader = FormReader(form)
    found = reader.whole("version", "稿次", required=True)
    reader.finish()
    return found or 0


def reason(form: Form, label: str = "理由") -> tuple[int, str]:
    """A reason, and the version it is given for; raises Faults."""
    reader = FormReader(form)
    version = reader.whole("version", "稿次") or 0
    said = reader.text("reason", label, longest=LONGEST_REASON, required=True)
    reader.finish()
    return version, said


def consent(form: Form) -> tuple[int, date, str]:
    """The party committee's consent: version, day, act; raises Faults."""
    reader = FormReader(form)
    version = reader.whole("version", "稿次", required=True) or 0
    on = reader.day("consented_on", "同意的日期", required=True)
    if on and on > clock.today():
        reader.fault("consented_on", "同意的日期还没有到")
    act = reader.text("consent_act", "同意的依据", longest=200, required=True)
    reader.finish()
    return version, on or clock.today(), act


def step(form: Form, kind: StepKind) -> tuple[int, StepOrder]:
    """What is recorded of a step, and the version it was written over; raises Faults."""
    reader = FormReader(form)
    version = reader.whole("version", "稿次", required=True) or 0
    order = StepOrder(
        reader.day("planned_on", "计划日期"),
        reader.day("began_on", "开始日期"),
        reader.day("done_on", "完成日期"),
        reader.choice("result", "审查结论", ReviewResult),
        reader.text("omitted_ground", "依法不适用的依据", longest=500),
        reader.text("carried_out_by", "承担的单位或者专家", longest=200),
        reader.text("note", "说明", longest=1000),
        reader.ticked("confirmed"),
    )
    for name, sentence in order.faults(kind, clock.today()).items():
        reader.fault(name, sentence)
    reader.finish()
    return version, order


def paper(form: Form) -> tuple[PaperOrder, Target | None]:
    """A paper: a file where no target is named, else what it leads to; raises Faults."""
    reader = FormReader(form)
    kind = reader.choice("kind", "环节", StepKind, required=True)
    role = reader.choice("role", "材料类别", PaperRole, required=True)
    numbers = {name: reader.whole(f"{name}_id", label) for name, label in _labels()}
    title = reader.text("title", "名称", longest=400, required=not any(numbers.values()))
    dated_on = reader.day("dated_on", "材料日期")
    if dated_on and dated_on > clock.today():
        reader.fault("dated_on", "材料日期还没有到")
    public = reader.ticked("public")
    if sum(bool(number) for number in numbers.values()) > 1:
        reader.fault("consultation_id", "一份材料只能关联一处；其余的请另加")
    reader.finish()
    order = PaperOrder(
        kind or StepKind.PARTICIPATION, role or PaperRole.OTHER, title, dated_on, public=public
    )
    leads = {f"{name}_id": number for name, number in numbers.items() if number}
    return order, Target(**leads) if leads else None


def upload() -> Upload:
    """The file that was sent, checked; raises BadInput."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadInput("请选择文件，或者填写要关联的征求意见、会议、文件的编号")
    limit = web.config().upload_mb * MEGABYTE
    # One byte more than allowed is enough to know: the rest is not read into memory.
    return accept(sent.stream.read(limit + 1), sent.filename, ATTACHMENTS, UploadLimits(size=limit))


def _labels() -> tuple[tuple[str, str], ...]:
    return ("consultation", "征求意见编号"), ("meeting", "会议编号"), ("document", "文件编号")
