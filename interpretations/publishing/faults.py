"""What can go wrong with an interpretation (解读稿的错误); what is the same as for drafts bears its name."""

from base.errors import RegistryError
from registry.drafting.faults import FourEyes, NotReady, Stale

__all__ = ["FourEyes", "NotDrafter", "NotReady", "Stale"]


class NotDrafter(RegistryError):
    """Who drafts, explains (谁起草、谁解读): this unit did not draft the document."""

    code = "not-drafter"
    status = 403
