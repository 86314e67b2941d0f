"""What a fault looks like (故障页面): a page for people, JSON for programs, with what was typed kept."""

from flask import Flask, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from base import forms
from base.errors import BadInput, RegistryError
from base.unprintable import UNPRINTABLE

FORGED = (
    "这个表单已经过期，或者不是在本站打开的，因此没有执行。"
    "请返回上一页、刷新后再提交；仍不行时请确认浏览器允许本站使用 Cookie，并重新登录。"
)
FAULTS = {
    400: "请求无法理解，请检查网址或所填内容",
    404: "这个地址没有内容；可从首页检索文件的标题、文号或词语",
    405: "这个地址不接受这种操作",
    413: "上传的内容超过本站的上限，请缩小或者分开上传",
    500: "系统出现故障，已经记录；请稍后再试，或告知本站联系人",
}


def install(app: Flask) -> None:
    """Answer every fault with its page; addresses that no page may contain are one."""
    app.before_request(refuse_the_unprintable)
    app.register_error_handler(CSRFError, forged_page)
    app.register_error_handler(RegistryError, fault_page)
    app.register_error_handler(HTTPException, http_fault_page)


def refuse_the_unprintable() -> None:
    """Refuse addresses with characters that no page may contain; raises BadInput without them."""
    asked = [
        request.path,
        *request.args,
        *(value for values in request.args.listvalues() for value in values),
    ]
    if any(map(UNPRINTABLE.search, asked)):
        raise BadInput("网址或查询中有无法显示的控制字符：请删去后重试")


def fault_page(fault: RegistryError) -> ResponseReturnValue:
    """The page (or, for programs, the JSON) of an error of ours."""
    return fault_answer(fault.status, fault.code, fault.sentence, forms.typed_at_length())


def forged_page(fault: CSRFError) -> ResponseReturnValue:
    """The page where a form's token is missing, wrong, or of another sign-in."""
    del fault
    return fault_answer(400, "stale-form", FORGED, forms.typed_at_length())


def http_fault_page(fault: HTTPException) -> ResponseReturnValue:
    """The page of an error of HTTP; redirects pass as they are."""
    status = fault.code or 500
    if status < 400:  # noqa: PLR2004  # no error: Werkzeug's redirect to the proper address
        return fault.get_response()
    response = make_response(fault_answer(status, f"http-{status}", FAULTS.get(status, FAULTS[400])))
    # What the error says in headers stays: the allowed methods of a 405, when to retry.
    for name, value in fault.get_headers():
        if name.lower() != "content-type":
            response.headers.setdefault(name, value)
    return response


def fault_answer(status: int, code: str, sentence: str, kept: tuple[str, ...] = ()) -> ResponseReturnValue:
    """An error as the reader can use it: JSON where JSON was asked for, otherwise a page."""
    if request.path.endswith(".json") or request.path.startswith("/api/"):
        return jsonify(status=status, code=code, message=sentence), status
    return render_template("error.html", status=status, code=code, sentence=sentence, kept=kept), status
