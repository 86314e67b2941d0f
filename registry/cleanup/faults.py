"""What can go wrong in a clean-up (清理中的错误), each named for its fault."""

from base.errors import RegistryError


class Overtaken(RegistryError):
    """Somebody else changed the thing meanwhile; nothing was overwritten."""

    code = "overtaken"
    status = 409


class NotPublishable(RegistryError):
    """The decision cannot be published; the message gives every reason."""

    code = "not-publishable"
    status = 409
