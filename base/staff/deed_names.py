"""What the deeds of the staff's own pages are called (操作名称); the upper floors name theirs."""

NAMES = {
    "sign_in.success": "登录",
    "sign_in.failure": "登录失败",
    "sign_in.lock": "登录锁定",
    "sign_in.end": "退出",
    "account.create": "新建账户",
    "account.change": "修改账户资料",
    "account.close": "停用账户",
    "account.reopen": "恢复账户",
    "account.reset_password": "重置口令",
    "account.change_password": "修改口令",
    "account.unlock": "解除锁定",
    "role.grant": "授予角色",
    "role.take": "收回角色",
    "second_factor.add": "启用动态口令",
    "second_factor.drop": "解除动态口令",
    "unit.create": "新增单位",
    "unit.change": "修改单位资料",
    "audit.check": "核验审计记录",
    "audit.export": "导出审计记录",
}
