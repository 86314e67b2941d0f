"""The desk of outcomes (采纳情况整理): its addresses."""

from flask import Blueprint

from registry.participation.desk import outcome_deeds, outcome_pages

desk = Blueprint(
    "desk_outcomes", __name__, url_prefix="/desk/consultations/<int(max=2147483647):key>/outcome"
)
ROW = "/rows/<int(max=2147483647):number>"

desk.add_url_rule("", view_func=outcome_pages.table)
desk.add_url_rule("/preview", view_func=outcome_pages.preview)
desk.add_url_rule("/preview.pdf", view_func=outcome_pages.preview_pdf)
desk.add_url_rule(ROW, view_func=outcome_pages.one)
desk.add_url_rule(ROW, view_func=outcome_deeds.decide, methods=["POST"])
for deed in (
    outcome_deeds.group,
    outcome_deeds.singly,
    outcome_deeds.ungroup,
    outcome_deeds.merge,
    outcome_deeds.place,
    outcome_deeds.overview,
    outcome_deeds.submit,
    outcome_deeds.recall,
    outcome_deeds.send_back,
    outcome_deeds.publish,
):
    desk.add_url_rule(f"/{deed.__name__}", view_func=deed, methods=["POST"])
