"""What the deeds of interpretations are called in the audit trail (操作名称)."""

NAMES = {
    "interpretation.begin": "拟写解读",
    "interpretation.save": "保存解读稿",
    "interpretation.abandon": "放弃解读稿",
    "interpretation.submit": "解读送审",
    "interpretation.recall": "撤回解读送审",
    "interpretation.check": "解读法制审核",
    "interpretation.approve": "解读审核通过",
    "interpretation.send_back": "解读退回修改",
    "interpretation.schedule": "解读定时发布",
    "interpretation.with_document": "解读与文件同步发布",
    "interpretation.unschedule": "解读取消定时",
    "interpretation.publish": "发布解读",
    "interpretation.publication_failed": "解读定时发布失败",
    "interpretation.withdraw": "撤回解读",
}
