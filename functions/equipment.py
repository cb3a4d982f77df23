"""The tools that a turn is given: what its agent names, the owner has set up, and the member may
use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import cast

from access import Access
from cancel import Cancel
from config import endpoint, integration_key, service_key
from egress import egress
from integrations import Kind, Operation, Service
from messages import Part
from store import integrations, permissions
from store.library import MemberLibrary
from store.members import PicturesChoice, Rights, SearchChoice, tools_of
from toolbox import Toolbox, fill
from tools import Context, Painter, Search

SEARCH_URLS = {
    "brave": "https://api.search.brave.com/res/v1/web/search",
    "tavily": "https://api.tavily.com/search",
}


def equip(
    access: Access,
    rights: Rights,
    thread_id: str,
    *,
    cancel: Cancel,
    pay: Callable[[float], None],
    parts: tuple[Part, ...],
) -> Toolbox:
    """The tools of a turn.

    Args:
        parts: those that the reply has already.
    """
    uid = access.member.uid
    allowed = partial(permissions.permissions, uid, thread_id)
    if not access.model.tools:
        return Toolbox((), allowed)
    context = Context(
        library=MemberLibrary(uid, thread_id),
        pay=pay,
        egress=egress(),
        cancel=cancel,
        search=_search(rights.settings.search),
        painter=_painter(rights.settings.pictures),
    )
    names = set(access.agent.tools)
    if rights.personal_agent is not None and names:
        # Their own agent has no more than the community's agents bring them.
        names &= tools_of(access.member) | {
            service.id for service, _ in _services(access.member.agents)
        }
    agents = (access.agent.id,) if rights.personal_agent is None else access.member.agents
    services = [
        (service, operations)
        for service, operations in _services(agents)
        if rights.personal_agent is None or service.id in names
    ]
    bound = fill(sorted(names), services, context)
    return Toolbox(bound, allowed, parts, sees=access.model.images)


def _services(agents: Iterable[str]) -> list[tuple[Service, tuple[Operation, ...]]]:
    """The services that one of these agents may use, with what they offer."""
    able = set(agents)
    found = [added for added in integrations.added() if able & set(added.settings.agents)]
    services = ((service(added.settings), added.operations) for added in found)
    return [(ready, operations) for ready, operations in services if ready is not None]


def service(settings: integrations.Settings) -> Service | None:
    """The service of those settings; `None` when its key is not there."""
    key = integration_key(settings.secret) if settings.secret else ""
    if key is None:
        return None
    return Service(
        id=settings.id,
        kind=cast(Kind, settings.kind),
        label=settings.label,
        url=settings.url,
        key=key,
        agents=settings.agents,
        only=settings.only,
    )


def _search(choice: SearchChoice | None) -> Search | None:
    if choice is None:
        return None
    key = service_key(choice.kind)
    url = os.environ.get(f"{choice.kind.upper()}_BASE_URL") or SEARCH_URLS.get(choice.kind, "")
    match choice.kind:
        case "brave" | "tavily" if key:
            return Search(choice.kind, url, key)
        case "searxng" if choice.url:
            return Search("searxng", choice.url, key)
        case _:
            return None


def _painter(choice: PicturesChoice | None) -> Painter | None:
    at = endpoint(choice.provider) if choice is not None else None
    if choice is None or at is None or at.simulated:
        return None
    return Painter(choice.provider, choice.model, at, choice.usd)
