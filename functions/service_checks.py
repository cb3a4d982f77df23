"""Looking after the owner's integrations: what each offers is read, and its health is told."""

from __future__ import annotations

from datetime import timedelta

from egress import Egress, Refused, egress, parse
from equipment import service
from integrations import connector
from store import integrations
from store.client import now
from store.integrations import Settings
from tools import ToolFailure

# A service is looked at again after this long, and whenever its document changes.
EVERY = timedelta(minutes=10)


def check() -> int:
    """Look at every service that is due. Returns how many were."""
    due = _due()
    out = egress() if due else None
    for settings in due:
        if out is not None:
            _check(settings, out)
    return len(due)


def _due() -> list[Settings]:
    enabled = [settings for settings in integrations.every() if settings.enabled]
    if not enabled:
        return []
    marks, before = integrations.marks(), now() - EVERY
    return [
        settings
        for settings in enabled
        if settings.checked_at is None
        or settings.checked_at < before
        or marks.get(settings.id) != settings.mark
    ]


def _check(settings: Settings, out: Egress) -> None:
    try:
        if settings.problem:
            raise ToolFailure(settings.problem)
        ready = service(settings)
        if ready is None:
            raise ToolFailure(
                f"There is no secret {settings.secret}. Its name must begin with INTEGRATION_."
            )
        scheme = parse(ready.url).scheme
        if ready.key and scheme != "https" and not out.guard.loopback:
            raise ToolFailure("A secret is sent over https alone.")
        integrations.keep(settings, connector(ready.kind).catalogue(ready, out))
    except ToolFailure as failure:
        integrations.tell_problem(settings, str(failure))
    except Refused as refused:
        integrations.tell_problem(settings, refused.message)
