"""The few errors of this house, named for the fault; the app makes the page or the line from them."""

import errno

REASONS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘为只读",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接循环",
    errno.ENAMETOOLONG: "名称过长",
}


class RegistryError(Exception):
    """A fault that a person can understand and act on.

    `code` is a stable word for programs, `status` the HTTP status its page gets. The message says what
    was wrong, with what, and what to do.
    """

    code = "fault"
    status = 500

    @property
    def sentence(self) -> str:
        """The message as shown to a person."""
        return str(self.args[0]) if self.args else self.code


class BadInput(RegistryError):
    """What was given cannot be used; the message names the field and what is expected."""

    code = "bad-input"
    status = 400


class NotFound(RegistryError):
    """Nothing stands at this address."""

    code = "not-found"
    status = 404


class Withdrawn(RegistryError):
    """Something stood here and was withdrawn (撤回); its page says so."""

    code = "withdrawn"
    status = 410


class WrongStage(RegistryError):
    """The thing is not at the stage at which this can be done; somebody was first, or did something else."""

    code = "wrong-stage"
    status = 409


class Unavailable(RegistryError):
    """A part of the service cannot work here and now, for the reason the message gives."""

    code = "unavailable"
    status = 503


def reason(fault: OSError) -> str:
    """Why the machine could not read or write, in Chinese; the machine's own words for a rare cause."""
    return REASONS.get(fault.errno or 0) or fault.strerror or "原因不明"
