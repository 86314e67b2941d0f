"""The addresses of the public pages of interpretations (解读公开页面), in one table."""

from flask import Blueprint

from base.staff.access import public
from interpretations.views import files, lists, pages, printing, questions

explained = Blueprint("explained", __name__)
KEY = "<int(max=2147483647):key>"

explained.add_url_rule("/interpretations", view_func=public(lists.interpretations))
explained.add_url_rule("/interpretations.json", view_func=public(lists.interpretations_json))
explained.add_url_rule("/interpretations/data.feed", view_func=public(lists.feed), endpoint="feed")
explained.add_url_rule(f"/interpretations/{KEY}", view_func=public(pages.show))
explained.add_url_rule(f"/interpretations/{KEY}.json", view_func=public(pages.show_json))
explained.add_url_rule(f"/interpretations/{KEY}.pdf", view_func=public(printing.show_pdf))
explained.add_url_rule(
    f"/interpretations/{KEY}/files/<int(max=2147483647):number>", view_func=public(files.download)
)
explained.add_url_rule("/faq", view_func=public(questions.faq))
explained.add_url_rule("/faq.json", view_func=public(questions.faq_json))
explained.add_url_rule("/faq.pdf", view_func=public(printing.faq_pdf))
explained.add_url_rule("/faq/data.feed", view_func=public(questions.feed), endpoint="faq_feed")
