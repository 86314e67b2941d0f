"""Words that stay on one line (不拆行的词语): days, sessions, numbers."""

import re

from markupsafe import Markup, escape

# A line that ends inside 2017年11月24日 or 第三十八次会议 is misread; browsers break Chinese anywhere.
WHOLE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日起?"
    r"|[\u4e00-\u9fff]{0,6}〔\d{4}〕\d{1,5}号"
    r"|第[〇零一二三四五六七八九十百千\d]{1,9}(?:次会议|次|届|号|条)"
)


def unbroken(words: str) -> Markup:
    """The words as HTML, each day, session and number kept together; HTML stays as it is.

    >>> unbroken("自2019年10月1日起施行<")
    Markup('自<span class="whole">2019年10月1日起</span>施行&lt;')
    """
    kept = WHOLE.sub(r'<span class="whole">\g<0></span>', str(escape(words)))
    return Markup(kept)  # noqa: S704  # escaped above; what was found has no sign that means anything in HTML
