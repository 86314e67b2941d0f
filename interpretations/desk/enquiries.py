"""The desk of enquiries (咨询办理): inbox, routing, replying, templates; its addresses."""

from flask import Blueprint

from interpretations.desk import enquiry_deeds, enquiry_pages, enquiry_templates

desk = Blueprint("enquiries", __name__, url_prefix="/desk/enquiries")

desk.add_url_rule("", view_func=enquiry_pages.index)
desk.add_url_rule("/watch", view_func=enquiry_pages.watch_list)
desk.add_url_rule("/export.xlsx", view_func=enquiry_pages.export)
desk.add_url_rule("/<int(max=2147483647):key>", view_func=enquiry_pages.show)
desk.add_url_rule("/<int(max=2147483647):key>/select", view_func=enquiry_pages.selecting)
desk.add_url_rule("/templates", "templates", view_func=enquiry_templates.templates)
desk.add_url_rule("/templates", "add_template", view_func=enquiry_templates.add, methods=["POST"])
desk.add_url_rule("/templates/general", view_func=enquiry_templates.add_general, methods=["POST"])
desk.add_url_rule(
    "/templates/<int(max=2147483647):number>/withdraw", view_func=enquiry_templates.withdraw, methods=["POST"]
)
desk.add_url_rule(
    "/templates/general/<int(max=2147483647):number>/withdraw",
    view_func=enquiry_templates.withdraw_general,
    methods=["POST"],
)
for deed in (
    enquiry_deeds.route,
    enquiry_deeds.transfer,
    enquiry_deeds.hand_off,
    enquiry_deeds.refuse,
    enquiry_deeds.draft,
    enquiry_deeds.reply,
    enquiry_deeds.check,
    enquiry_deeds.add,
    enquiry_deeds.select,
):
    desk.add_url_rule(f"/<int(max=2147483647):key>/{deed.__name__}", view_func=deed, methods=["POST"])
