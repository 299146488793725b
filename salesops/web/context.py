"""What the frame of every page needs: theme, density, navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

CHOICES = {"theme": ("system", "light", "dark"), "density": ("compact", "comfortable")}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the sidebar: label, icon, address, the path prefixes it stands for, its key after `g`.

    A `part` claims every page that has it in its path, below whatever prefix.
    """

    label: str
    icon: str
    route: str
    prefixes: tuple[str, ...]
    key: str = ""
    part: str = ""


NAVIGATION: tuple[tuple[str, tuple[NavItem, ...]], ...] = (
    (
        "",
        (
            NavItem("Today", "sun", "opportunities:today", ("/today/",), "t"),
            NavItem("Inbox", "inbox", "notifications:inbox", ("/inbox/",), "i"),
            NavItem("Approvals", "badge-check", "approvals:queue", ("/approvals/",), "a"),
        ),
    ),
    (
        "Sell",
        (
            NavItem("Pipeline", "square-kanban", "opportunities:board", ("/opportunities/",), "p"),
            NavItem("Leads", "target", "intake:leads", ("/leads/", "/assets/"), "l"),
            NavItem("Introductions", "handshake", "intake:introductions", ("/introductions/",), "u"),
            NavItem("Accounts", "building-2", "accounts:list", ("/accounts/",), "c"),
            NavItem("Contacts", "users", "accounts:contacts", ("/contacts/",), "o"),
        ),
    ),
    (
        "Assure",
        (
            NavItem(
                "Requests", "message-circle-question", "opportunities:requests", ("/requests/",), "r", "/requests/"
            ),
            NavItem("Validation desk", "clipboard-check", "qualification:desk", ("/validation/",), "v", "/proposal/"),
            NavItem("POCs", "flask-conical", "qualification:pocs", ("/pocs/",), "f", "/poc/"),
        ),
    ),
    (
        "Operate",
        (
            NavItem("Territories", "map", "territories:map", ("/territories/",), "m"),
            NavItem("Settings", "settings-2", "settings", ("/settings/",), "s"),
        ),
    ),
)


def _groups(path: str) -> list[dict[str, Any]]:
    groups = []
    for title, items in NAVIGATION:
        entries = []
        for item in items:
            try:
                address = reverse(item.route)
            except NoReverseMatch:
                continue
            entries.append({"item": item, "url": address, "current": _is_current(item, path)})
        groups.append({"title": title, "entries": entries})
    return groups


def _is_current(item: NavItem, path: str) -> bool:
    claimed = [each for _, items in NAVIGATION for each in items if each.part and each.part in path]
    return item in claimed if claimed else path.startswith(item.prefixes)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Give every template its theme, density and navigation; no statement is sent."""
    chosen = {name: request.COOKIES.get(name, "") for name in CHOICES}
    return {
        "theme": chosen["theme"] if chosen["theme"] in CHOICES["theme"] else "system",
        "density": chosen["density"] if chosen["density"] in CHOICES["density"] else "compact",
        "navigation": _groups(request.path),
        "here": request.get_full_path(),
    }
