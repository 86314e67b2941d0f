"""What can go wrong with a draft (登记稿的错误)."""

from base.errors import RegistryError


class Stale(RegistryError):
    """Somebody saved the draft in the meantime; nothing was overwritten."""

    code = "stale-version"
    status = 409


class FourEyes(RegistryError):
    """Nobody reviews what they wrote themselves."""

    code = "four-eyes"
    status = 403


class NotReady(RegistryError):
    """The draft breaks a rule, or something about it is still open: it cannot go on."""

    code = "draft-not-ready"
    status = 409
