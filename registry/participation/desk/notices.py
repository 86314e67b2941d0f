"""The desk of consultations (征求意见): notices written, published, changed; its addresses."""

from flask import Blueprint

from registry.participation.desk import notice_files as files
from registry.participation.desk import notice_flow as flow
from registry.participation.desk import notice_pages as pages

desk = Blueprint("notices", __name__, url_prefix="/desk/consultations")
ONE = "/<int(max=2147483647):key>"
FILE = "/files/<int(max=2147483647):number>"

desk.add_url_rule("", view_func=flow.index)
desk.add_url_rule("/new", view_func=pages.new)
desk.add_url_rule("/new", view_func=pages.create, methods=["POST"])
desk.add_url_rule(ONE, view_func=flow.show)
desk.add_url_rule(f"{ONE}/edit", view_func=pages.edit)
desk.add_url_rule(f"{ONE}/edit", view_func=pages.save, methods=["POST"])
desk.add_url_rule(f"{ONE}/merge", view_func=pages.merge, methods=["POST"])
desk.add_url_rule(f"{ONE}/preview", view_func=pages.preview)
desk.add_url_rule(f"{ONE}/files", view_func=files.attach, methods=["POST"])
desk.add_url_rule(f"{ONE}{FILE}", view_func=files.download)
desk.add_url_rule(f"{ONE}{FILE}/detach", view_func=files.detach, methods=["POST"])
for deed in (
    flow.submit,
    flow.recall,
    flow.abandon,
    flow.send_back,
    flow.publish,
    flow.schedule,
    flow.unschedule,
    flow.extend,
    flow.replace,
    flow.adopt,
    flow.drop,
    flow.withdraw,
):
    address = deed.__name__.replace("_", "-")
    desk.add_url_rule(f"{ONE}/{address}", view_func=deed, methods=["POST"])
