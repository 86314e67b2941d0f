"""The addresses of search (检索地址表), each with the view that answers it."""

from flask import Blueprint

from base.staff.access import public
from search.views import answers, counting, exporting, feed
from search.views.page import find
from search.views.suggest import suggest

search = Blueprint("search", __name__)

search.add_url_rule("/search", view_func=public(find))
search.add_url_rule("/search.xlsx", view_func=public(exporting.search_xlsx))
search.add_url_rule("/search.csv", view_func=public(exporting.search_csv))
search.add_url_rule("/search.json", view_func=public(exporting.search_json))
search.add_url_rule("/search/data.feed", view_func=public(feed.feed))
search.add_url_rule("/search.atom", view_func=public(feed.feed_moved))
search.add_url_rule("/answers", view_func=public(answers.answers))
search.add_url_rule("/answers.json", view_func=public(answers.answers_json))
search.add_url_rule("/search/suggest", view_func=public(suggest))
search.add_url_rule("/opensearch.xml", view_func=public(feed.description))
search.add_url_rule("/search/opened", view_func=public(counting.opened), methods=["POST"])
