"""The services that the owner has added, and what each offers.

integrations/{id}              kind, label, url, secret, agents[], tools[]|null, enabled;
                               health{ok, message, tools[], checkedAt} is ours
  private/catalogue            what it offers, as JSON; of these settings, at that moment
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from integrations import KINDS, Operation, decode, encode
from store.client import client, data, now, read
from store.fields import texts

MAX_SERVICES = 50
# How long a process goes by what it has read; a change shows after that.
SECONDS = 3.0


@dataclass(frozen=True)
class Settings:
    """An integration's document. `secret` is a name; `problem` says what can't be read of it."""

    id: str
    kind: str
    label: str
    url: str
    secret: str
    agents: tuple[str, ...]
    only: tuple[str, ...] | None
    enabled: bool
    checked_at: datetime | None

    @property
    def problem(self) -> str:
        if self.kind not in KINDS:
            return f"kind must be one of {', '.join(KINDS)}."
        return "" if self.url else "url is missing."

    @property
    def mark(self) -> str:
        """What the catalogue depends on: with another mark, it is another service's."""
        return json.dumps([self.kind, self.url, self.secret])


@dataclass(frozen=True)
class Added:
    """A service that is switched on, with all that it offers."""

    settings: Settings
    operations: tuple[Operation, ...]


_lock = threading.Lock()
_known: list[tuple[float, tuple[Added, ...]]] = []


def added() -> tuple[Added, ...]:
    """The services that are switched on and have been reached, as of a moment ago."""
    with _lock:
        if not _known or _known[0][0] < time.monotonic():
            _known[:] = [(time.monotonic() + SECONDS, _read())]
        return _known[0][1]


def forget() -> None:
    """Read the services again at their next use."""
    with _lock:
        _known.clear()


def _read() -> tuple[Added, ...]:
    services = {found.id: found for found in every() if found.enabled and not found.problem}
    catalogues = {name: _catalogue(name) for name in services}
    found = read(catalogues.values()) if catalogues else {}
    return tuple(
        Added(service, _operations(service, found[catalogues[name].path]))
        for name, service in services.items()
    )


def _operations(service: Settings, fields: dict[str, Any]) -> tuple[Operation, ...]:
    if fields.get("mark") != service.mark:
        return ()
    listed = cast(list[dict[str, Any]], json.loads(fields.get("operations") or "[]"))
    return tuple(
        decode(item) for item in listed if service.only is None or item["name"] in service.only
    )


def every() -> list[Settings]:
    """All services, switched on or not."""
    snapshots = client().collection("integrations").limit(MAX_SERVICES).stream()
    return [_settings(snapshot.id, data(snapshot)) for snapshot in snapshots]


def _settings(service: str, fields: dict[str, Any]) -> Settings:
    health: Any = fields.get("health")
    checked = cast(dict[str, Any], health).get("checkedAt") if isinstance(health, dict) else None
    only: Any = fields.get("tools")
    return Settings(
        id=service,
        kind=str(fields.get("kind") or ""),
        label=str(fields.get("label") or service)[:60],
        url=str(fields.get("url") or ""),
        secret=str(fields.get("secret") or ""),
        agents=texts(fields.get("agents")),
        # A mistyped list allows nothing, rather than everything.
        only=None if only is None else texts(only),
        enabled=fields.get("enabled") is True,
        checked_at=checked if isinstance(checked, datetime) else None,
    )


def marks() -> Mapping[str, str]:
    """By service, the settings that its catalogue is of."""
    refs = {found.id: _catalogue(found.id) for found in every()}
    found = read(refs.values()) if refs else {}
    return {name: str(found[ref.path].get("mark") or "") for name, ref in refs.items()}


def keep(service: Settings, operations: list[Operation]) -> None:
    """Store what a service offers, and that it is well."""
    listed = json.dumps([encode(operation) for operation in operations])
    _catalogue(service.id).set({"mark": service.mark, "operations": listed})
    _tell(service, ok=True, message="", tools=[operation.name for operation in operations])


def tell_problem(service: Settings, message: str) -> None:
    """Say beside the settings why the service can't be used. What it offered is kept."""
    _tell(service, ok=False, message=message, tools=None)


def _tell(service: Settings, *, ok: bool, message: str, tools: list[str] | None) -> None:
    health: dict[str, Any] = {"ok": ok, "message": message, "checkedAt": now()}
    named = {f"health.{name}": value for name, value in health.items()}
    listed = {} if tools is None else {"health.tools": tools}
    _document(service.id).update({**named, **listed})


def _document(service: str) -> Any:
    return client().document("integrations", service)


def _catalogue(service: str) -> Any:
    return client().document("integrations", service, "private", "catalogue")
