"""Marks on pages of other sites (外站标注): the script, and the page that gives the two lines to copy."""

from urllib.parse import quote

from flask import Response, current_app, render_template, request, send_from_directory
from markupsafe import escape

from base import web
from registry.renditions.metadata import column_tags
from registry.views import badges, frame

AN_HOUR = 3600
EXAMPLE = "浙环发〔2015〕21号"


def embed_script() -> Response:
    """The script that other sites include; at one lasting address, so kept for an hour only."""
    answer = send_from_directory(current_app.static_folder or "", "embed.js", mimetype="text/javascript")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.cache_control.clear()
    answer.cache_control.public = True
    answer.cache_control.max_age = AN_HOUR
    return answer


@web.cached_page
def embed() -> str:
    """How to mark an old page of another site, with the lines for the number asked for."""
    number = " ".join(request.args.get("number", "").split())[: badges.LONGEST_NUMBER]
    return render_template(
        "embed.html",
        number=number,
        shown=badges.by_number(number) if number else None,
        lines=lines(number or EXAMPLE, frame.root()),
        picture=f"/badge/by-number/{quote(number, safe='')}.svg",
        tags=column_tags("外站标注", "在其他网站的旧网页上显示文件今天的时效"),
    )


def lines(number: str, root: str) -> str:
    """The two lines of HTML that mark a page: a badge that works by itself, a script that adds to it."""
    # Chinese stays as it is read: addresses are UTF-8 on pages of any encoding.
    code = "".join(quote(sign, safe="") if sign.isascii() else sign for sign in number)
    code, shown = escape(code), escape(number)
    return (
        f'<p data-policy-standing><a href="{root}/id/{code}">'
        f'<img src="{root}/badge/by-number/{code}.svg" alt="{shown}的时效，见政策文件库"></a></p>\n'
        f'<script src="{root}/embed.js" data-number="{shown}" defer></script>'
    )
