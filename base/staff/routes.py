"""What the staff hands to the application: signing in, accounts, units, roles, the audit trail."""

from flask import Blueprint

from base.staff.views import accounts, auditing, door, own, roles, units

BLUEPRINTS: tuple[Blueprint, ...] = (
    door.door,
    own.own,
    accounts.administration,
    units.institution,
    roles.security,
    auditing.auditing,
)
