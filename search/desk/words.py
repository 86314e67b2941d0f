"""The addresses of the lexicon's desk (检索词表地址表), each with the view that answers it."""

from flask import Blueprint

from search.desk import word_deeds, word_files, word_pages

desk = Blueprint("words", __name__, url_prefix="/desk/words")
ENTRY = "/<int(max=2147483647):key>"

desk.add_url_rule("", view_func=word_pages.show_all)
desk.add_url_rule("", view_func=word_deeds.add, methods=["POST"])
desk.add_url_rule("/new", view_func=word_pages.show_new)
desk.add_url_rule("/try", view_func=word_pages.try_out)
desk.add_url_rule("/learn", view_func=word_deeds.learn, methods=["POST"])
desk.add_url_rule("/rule", view_func=word_deeds.rule, methods=["POST"])
desk.add_url_rule("/words.csv", view_func=word_files.as_csv)
desk.add_url_rule("/words.xlsx", view_func=word_files.as_xlsx)
desk.add_url_rule("/table", view_func=word_files.show_table)
desk.add_url_rule("/table", view_func=word_files.take_in, methods=["POST"])
desk.add_url_rule(ENTRY, view_func=word_pages.show)
desk.add_url_rule(ENTRY, view_func=word_deeds.change, methods=["POST"])
desk.add_url_rule(f"{ENTRY}/withdraw", view_func=word_deeds.withdraw, methods=["POST"])
