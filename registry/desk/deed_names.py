"""What the deeds of the registry are called in the audit trail (操作名称)."""

from registry.cleanup.matching import RowFate
from registry.cleanup.tables import CampaignStage
from registry.marking.deeds import Deed
from registry.proposals.verbs import DEED_OF

NAMES = {
    "draft.begin": "起草",
    "draft.save": "保存登记稿",
    "draft.attach": "上传文件",
    "draft.withdraw_file": "撤下文件",
    "draft.confirm_finding": "确认检查事项",
    "draft.submit": "送审",
    "draft.recall": "撤回送审",
    "draft.approve": "审核通过",
    "draft.send_back": "退回修改",
    "draft.reopen": "退回重审",
    "draft.schedule": "定时发布",
    "draft.unschedule": "取消定时发布",
    "draft.publish": "发布",
    "draft.publication_failed": "定时发布失败",
    "draft.abandon": "放弃登记稿",
    "document.correct": "更正文件信息",
    "document.withdraw": "撤回文件",
    "import.run": "导入文件",
    "file.read_original": "查看原件",
    "words.load": "更新词表",
    "marking.check_receipt": "重新核对标注",
    "consolidation.confirm": "确认修改后文本",
    "proposals.read": "读取条文事项",
    "proposals.import": "导入时采纳条文事项",
    "cleanup.open": "启动清理",
    "cleanup.draw": "拉取清理名单",
    "cleanup.include": "列入清理名单",
    "cleanup.exclude": "移出清理名单",
    "cleanup.assign": "分配清理任务",
    "cleanup.propose": "提出清理意见",
    "cleanup.agree": "审定清理意见",
    "cleanup.send_back": "退回清理意见",
    "cleanup.take_in": "导入清单",
    "cleanup.adopt": "清单并入名单",
    "cleanup.write": "拟定清理决定",
    "cleanup.publish": "公布清理结果",
    "cleanup.abandon": "终止清理",
    "watch.round": "自动巡查任务",
    "watch.handle": "办理任务",
    "watch.outside_change": "登记上位法变动",
}
# Deeds whose names are made of a closed list; what stands above keeps its name.
NAMES = {
    **{f"marking.{deed.value}": f"标注：{deed.label}" for deed in Deed},
    **{f"cleanup.{fate.value}": f"清单核对：{fate.label}" for fate in RowFate},
    **{f"cleanup.{stage.value}": f"清理：{stage.label}" for stage in CampaignStage},
    **{f"proposals.{word}": f"条文事项：{ruling.label}" for ruling, word in DEED_OF.items()},
    **NAMES,
}
