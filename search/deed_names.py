"""What the deeds of search are called in the audit trail (操作名称)."""

NAMES = {
    "lexicon.add": "登记检索词条",
    "lexicon.change": "修改检索词条",
    "lexicon.withdraw": "撤下检索词条",
    "lexicon.restore": "恢复检索词条",
    "lexicon.confirm": "确认检索词条建议",
    "lexicon.reject": "驳回检索词条建议",
    "lexicon.propose": "学习检索词条建议",
    "lexicon.take_in": "导入检索词表",
    "lexicon.follow": "检索词表随版本更新",
}
