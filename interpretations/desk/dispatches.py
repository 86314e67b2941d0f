"""The desk of passing down (向下传递): its addresses."""

from flask import Blueprint

from interpretations.desk import dispatch_deeds, dispatch_pages, sheets

desk = Blueprint("dispatches", __name__, url_prefix="/desk/dispatches")
KEY = "/<int(max=2147483647):key>"

desk.add_url_rule("", view_func=dispatch_pages.index)
desk.add_url_rule("", view_func=dispatch_pages.create, methods=["POST"])
desk.add_url_rule("/new", view_func=dispatch_pages.new)
desk.add_url_rule("/remind", view_func=dispatch_deeds.remind_all, methods=["POST"])
desk.add_url_rule(KEY, view_func=dispatch_pages.show)
desk.add_url_rule(f"{KEY}/edit", view_func=dispatch_pages.edit)
desk.add_url_rule(f"{KEY}/edit", view_func=dispatch_pages.change, methods=["POST"])
desk.add_url_rule(f"{KEY}/recipients", view_func=dispatch_deeds.add, methods=["POST"])
desk.add_url_rule(f"{KEY}/withdraw", view_func=dispatch_deeds.withdraw, methods=["POST"])
desk.add_url_rule(f"{KEY}/remind", view_func=dispatch_deeds.remind, methods=["POST"])
desk.add_url_rule(
    f"{KEY}/questions/<int(max=2147483647):number>", view_func=dispatch_deeds.answer, methods=["POST"]
)
desk.add_url_rule(f"{KEY}/matrix.xlsx", view_func=dispatch_pages.export)
desk.add_url_rule(f"{KEY}/sheet.pdf", view_func=sheets.sheet)
