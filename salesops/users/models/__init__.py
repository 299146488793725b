"""The records about people: persons, roles, teams, absences, calendars, keys and the workspace itself."""

from salesops.users.models.api_key import ApiKey
from salesops.users.models.calendar import DayOff, WorkCalendar
from salesops.users.models.person import User, UserManager
from salesops.users.models.team import Absence, Membership, RoleGrant, Team
from salesops.users.models.workspace import WorkspaceSetting

__all__ = [
    "Absence",
    "ApiKey",
    "DayOff",
    "Membership",
    "RoleGrant",
    "Team",
    "User",
    "UserManager",
    "WorkCalendar",
    "WorkspaceSetting",
]
