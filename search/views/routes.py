"""The addresses of search (检索地址表), each with the view that answers it."""

from flask import Blueprint

from base.staff.access import public
from search.views.page import find

search = Blueprint("search", __name__)

search.add_url_rule("/search", view_func=public(find))
