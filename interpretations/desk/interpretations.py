"""The desk of interpretations (解读): writing, submitting, reviewing, publishing; its addresses."""

from flask import Blueprint

from interpretations.desk import interpretation_files as files
from interpretations.desk import interpretation_flow as flow
from interpretations.desk import interpretation_pages as pages

desk = Blueprint("interpretations", __name__, url_prefix="/desk/interpretations")
ONE = "/<int(max=2147483647):key>"

desk.add_url_rule("", view_func=flow.index)
desk.add_url_rule("/new", view_func=pages.new)
desk.add_url_rule("/new", view_func=pages.create, methods=["POST"])
desk.add_url_rule("/preview", view_func=pages.preview, methods=["POST"])
desk.add_url_rule(ONE, view_func=flow.show)
desk.add_url_rule(f"{ONE}/edit", view_func=pages.edit)
desk.add_url_rule(f"{ONE}/edit", view_func=pages.save, methods=["POST"])
desk.add_url_rule(f"{ONE}/merge", view_func=pages.merge, methods=["POST"])
desk.add_url_rule(f"{ONE}/versions/<int(max=2147483647):version>", view_func=flow.version)
desk.add_url_rule(f"{ONE}/files", view_func=files.attach, methods=["POST"])
desk.add_url_rule(f"{ONE}/files/<int(max=2147483647):file>", view_func=files.download)
desk.add_url_rule(f"{ONE}/files/<int(max=2147483647):file>/detach", view_func=files.detach, methods=["POST"])
for deed in (
    flow.confirm,
    flow.submit,
    flow.recall,
    flow.abandon,
    flow.check,
    flow.review,
    flow.reopen,
    flow.publish,
    flow.together,
    flow.schedule,
    flow.unschedule,
    flow.withdraw,
):
    desk.add_url_rule(f"{ONE}/{deed.__name__}", view_func=deed, methods=["POST"])
