"""Services that the owner has added: their tools, beside our own. One file for each kind.

Every kind's module has the same names:

    catalogue(service, egress) -> [Operation]       what the service offers; reads it from there
    call(service, operation, input, egress, cancel) -> Any     one call; its result, as JSON,
                                                               or `Brought` with pictures

Both raise `ToolFailure` for what the service or the guard refuses. An SDK is imported when it is
used, and not before.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, cast

from cancel import Cancel
from egress import Egress
from messages import ToolSpec
from tools import Input

Kind = Literal["mcp", "openapi"]
KINDS: tuple[Kind, ...] = ("mcp", "openapi")

MAX_OPERATIONS = 64
# Providers take no longer names, and refuse a call whose tool has one.
_NAME = 64
_DESCRIPTION = 1000


@dataclass(frozen=True)
class Service:
    """An integration that is switched on, with its key; the key is empty where it needs none.

    Args:
        agents: the agents that may use it.
        only: the operations that the owner allows; `None` allows all.
    """

    id: str
    kind: Kind
    label: str
    url: str
    key: str
    agents: tuple[str, ...]
    only: tuple[str, ...] | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


@dataclass(frozen=True)
class Operation:
    """One thing that a service does. `name` is the service's own; `where` is its kind's affair."""

    name: str
    description: str
    parameters: dict[str, Any]
    where: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Brought:
    """A result with pictures: files of any size, in base64, as the service sent them."""

    told: Any
    pictures: tuple[str, ...]


class Connector(Protocol):
    """What the module of a kind offers to the rest."""

    def catalogue(self, service: Service, egress: Egress) -> list[Operation]: ...

    def call(
        self,
        service: Service,
        operation: Operation,
        input: Input,
        egress: Egress,
        cancel: Cancel,
    ) -> Any: ...


def connector(kind: Kind) -> Connector:
    """The module of that kind."""
    return cast(Connector, importlib.import_module(f"integrations.{kind}"))


def spec(service: Service, operation: Operation) -> ToolSpec:
    """An operation as a model sees it. What a service says of itself is cut to a fair length."""
    description = f"{service.label}: {operation.description}"[:_DESCRIPTION]
    return ToolSpec(tool_name(service.id, operation.name), description, operation.parameters)


def tool_name(service: str, operation: str) -> str:
    """A name that every provider takes, and that no two operations share."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", f"{service}_{operation}")
    if plain == f"{service}_{operation}" and len(plain) <= _NAME:
        return plain
    told_apart = hashlib.sha256(f"{service} {operation}".encode()).hexdigest()[:6]
    return f"{plain[: _NAME - 7]}_{told_apart}"


def encode(operation: Operation) -> dict[str, Any]:
    """An operation as JSON."""
    return {
        "name": operation.name,
        "description": operation.description,
        "parameters": operation.parameters,
        "where": operation.where,
    }


def decode(data: dict[str, Any]) -> Operation:
    """The inverse of `encode`."""
    return Operation(data["name"], data["description"], data["parameters"], data["where"])
