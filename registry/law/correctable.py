"""What may be corrected (可更正的项目) of a published document's record, by its column, as the page calls it.

Title and issuers make a work what it is, an index number is never changed (政府信息公开目录系统实施指引).
"""

TEXT, UNIT = "text", "drafting_unit"
LABELS = {
    "document_number": "发文字号",
    "order_number": "令号",
    "unified_number": "统一编号",
    "genre": "体裁",
    "subject": "主题分类",
    "summary": "内容概述",
    "adopted_on": "通过日期",
    "signed_on": "成文日期",
    "published_on": "发布日期",
    "source_url": "原发布网页",
    UNIT: "起草单位",
    TEXT: "正文",
}
# These are not typed as one item: the text has its own form, the unit is chosen from a list.
APART = (UNIT, TEXT)
DAYS = ("adopted_on", "signed_on", "published_on")
# The levels of a subject, as they are printed one before the other.
LEVELS = "\\"
