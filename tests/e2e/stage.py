"""Where people meet Hearth in these tests: a link, and devices of two sizes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from google.cloud.firestore import FieldFilter
from person import Person
from playwright.sync_api import Route

from dev.site import local_config
from hearth import Hearth

Size = Literal["phone", "desktop"]
SIZES: dict[Size, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
# What the screens of the community call.
COMMUNITY = ("chat", "join", "share", "unshare", "copy_share", "overview", "delete_account")


@dataclass
class Home:
    """A Hearth with its client: `address` is the link that people are given."""

    hearth: Hearth
    address: str

    def account(self, email: str) -> Any:
        """The document of who signed up with that address, as it is now."""
        theirs = FieldFilter("email", "==", email)
        (found,) = self.hearth.db.collection("users").where(filter=theirs).stream()
        return found


# Makes a person with a device of their own: `new_person(size="phone", address=..., **options)`,
# where the options are those of a Playwright context.
NewPerson = Callable[..., Person]


def reach(person: Person, home: Home, functions: Iterable[str]) -> None:
    """Lead this person's client to these functions, each on a server of its own."""
    overrides = {name: home.hearth.url(name) for name in functions}
    config = local_config(home.hearth.ports, overrides=overrides)

    def fulfill(route: Route) -> None:
        route.fulfill(content_type="text/javascript", body=f"self.HEARTH = {json.dumps(config)};")

    person.page.route("**/config.js", fulfill)
