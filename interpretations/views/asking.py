"""The addresses of the public pages of enquiries (政策咨询), in one table."""

from flask import Blueprint

from base.staff.access import public
from interpretations.views import enquiries, enquiry_rates, following_enquiries

asking = Blueprint("asking", __name__)

asking.add_url_rule("/enquiries", view_func=public(enquiry_rates.index))
asking.add_url_rule("/enquiries.json", view_func=public(enquiry_rates.index_json))
asking.add_url_rule("/enquiries/new", view_func=public(enquiries.new))
asking.add_url_rule("/enquiries/new", view_func=public(enquiries.send), methods=["POST"])
asking.add_url_rule("/enquiries/channels", view_func=public(enquiries.channels))
asking.add_url_rule("/enquiries/follow", view_func=public(following_enquiries.follow))
asking.add_url_rule("/enquiries/follow", view_func=public(following_enquiries.look), methods=["POST"])
asking.add_url_rule("/enquiries/follow/more", view_func=public(following_enquiries.more), methods=["POST"])
asking.add_url_rule(
    "/enquiries/follow/take-back", view_func=public(following_enquiries.take_back), methods=["POST"]
)
