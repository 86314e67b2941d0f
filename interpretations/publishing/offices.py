"""The office (办公室) whose people review and publish: `base.staff.offices` finds it for every floor."""

from base.staff.offices import office_of, office_unit

__all__ = ["office_of", "office_unit"]
