"""The providers: one file each, and the folder is the registry.

Every provider module has the same names, so that a diff of two shows only what differs:

    SECRET   the Secret Manager name of its key
    stream(request) -> Iterator[Event]     one call of a model; streaming only
    offered(endpoint) -> [name]            the models that can be called there
    to_request(request) -> {argument}      what the SDK is called with, pure
    to_provider(messages, model) -> ...    ours -> theirs, pure
    to_events(chunk, ...) -> Iterator[Event]    theirs -> ours, pure; an unknown kind raises
    FINISH   their stop reason -> ours, as data

Google's has `paint` besides, which makes one picture.

A stream is events, then exactly one `StepFinish`, last. A stream that the provider ends without
its finish marker raises; so do a refused key, a full quota and a lost connection, each as a
`HearthError` (see `providers/transport.py`).
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, Protocol, cast

from cancel import Cancel
from events import Event
from messages import Effort, Message, Model, ToolSpec
from providers.connections import tls

NAMES = ("anthropic", "openai", "google", "cohere", "mistral", "llama")


@dataclass(frozen=True)
class Endpoint:
    """Where a provider is reached. `base_url` is `None` for the provider's own address.

    `vertex` is a Google Cloud project and location: Gemini, or LLaMA there, by the project's own
    credentials.
    """

    key: str
    base_url: str | None = None
    simulated: bool = False
    vertex: tuple[str, str] | None = None


@dataclass(frozen=True)
class StepRequest:
    """One call of a model: everything that a provider needs, and nothing of HTTP or Firestore.

    Args:
        temperature: within the model's range; `None` leaves it to the provider.
        effort: how hard a model with reasoning is to think; `None` leaves it to the provider.
        max_tokens: the most that may be generated, in the provider's tokens.
        cancel: fires when the person stops the turn; the adapter attaches its connection to it.
        timeout: seconds without a byte before the stream counts as stalled.
    """

    model: Model
    system: str
    messages: tuple[Message, ...]
    endpoint: Endpoint
    max_tokens: int
    temperature: float | None = None
    effort: Effort | None = None
    tools: tuple[ToolSpec, ...] = ()
    cancel: Cancel = field(default_factory=Cancel)
    timeout: float = 60.0


class Provider(Protocol):
    """What a provider's module offers to the rest."""

    SECRET: str

    def stream(self, request: StepRequest) -> Iterator[Event]: ...

    def offered(self, endpoint: Endpoint) -> list[str]: ...


class Painting(Protocol):
    """What the module of a provider whose models make pictures offers as well."""

    def paint(
        self, endpoint: Endpoint, model: str, prompt: str, ratio: str, cancel: Cancel
    ) -> str: ...


def provider(name: str) -> Provider:
    """The module of that provider. Imports its SDK, and no other provider's.

    Raises:
        KeyError: there is no provider of that name.
    """
    if name not in NAMES:
        raise KeyError(name)
    return cast(Provider, importlib.import_module(f"providers.{name}"))


def painting(name: Literal["google"]) -> Painting:
    """The module of that provider, which makes pictures."""
    return cast(Painting, provider(name))


def prepare(name: str) -> None:
    """Import a provider's SDK while the turn is looked up, for an import takes up to a second.

    A name that there is no provider of is left for `provider` to refuse.
    """
    if name in NAMES and f"providers.{name}" not in sys.modules:
        for work in (partial(provider, name), tls):
            threading.Thread(target=work, name="prepare", daemon=True).start()
