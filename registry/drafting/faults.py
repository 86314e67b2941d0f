"""What can go wrong with a draft (登记稿的错误)."""

from base.errors import RegistryError


class WrongStage(RegistryError):
    """The draft is not at the stage at which this can be done; somebody did it before, or something else."""

    code = "wrong-stage"
    status = 409


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
