"""A whole Hearth for tests: emulators, simulator, and each function on its production server."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Any, cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import upkeep
from dev.emulators import Ports
from dev.function_server import FunctionServer
from dev.ports import HOST
from store.client import client

# One seeded model of each provider.
MODELS = {
    "anthropic": "anthropic:claude-haiku-4-5",
    "openai": "openai:gpt-6-luna",
    "google": "google:gemini-3.8-flash",
    "cohere": "cohere:command-r-plus-08-2024",
    "mistral": "mistral:ministral-14b-2512",
    "llama": "llama:llama3.3",
}


@dataclass(frozen=True)
class Account:
    """Somebody who has signed up, with an ID token as the client would send it."""

    uid: str
    email: str
    token: str


@dataclass(frozen=True)
class Reply:
    """What a function answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def chunks(self) -> list[dict[str, Any]]:
        """The chunks of an event stream, `[DONE]` left out."""
        return list(chunks_of(iter(self.body.splitlines(keepends=True))))

    def text(self) -> str:
        """The text that an event stream wrote."""
        return "".join(c["delta"] for c in self.chunks() if c["type"] == "text-delta")

    def types(self) -> list[str]:
        """The types of an event stream's chunks, runs of one type written once."""
        found: list[str] = []
        for chunk in self.chunks():
            if found[-1:] != [chunk["type"]]:
                found.append(chunk["type"])
        return found


def chunks_of(lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """The chunks of an event stream, as its lines come."""
    for line in lines:
        if line.startswith(b"data: ") and line.strip() != b"data: [DONE]":
            yield json.loads(line[6:])


@dataclass
class Hearth:
    """A running Hearth. Functions start when they are first asked for."""

    ports: Ports
    simulator: str
    _last: ExitStack
    _servers: dict[str, FunctionServer] = field(default_factory=dict[str, FunctionServer])

    @property
    def db(self) -> Any:
        """Firestore, with an owner's rights."""
        return client()

    def server(self, name: str, **env: str) -> FunctionServer:
        """A function's server of the caller's own, to be stopped or killed."""
        env = {"HEARTH_SIMULATOR": self.simulator, **env}
        started = FunctionServer(name, self.ports, env=env)
        self._last.callback(started.kill)
        started.wait()
        return started

    def url(self, name: str) -> str:
        """Where a function answers; started at the first use, and shared."""
        if name not in self._servers:
            self._servers[name] = self.server(name)
        return self._servers[name].url

    def log(self, name: str) -> str:
        """What a function has logged so far."""
        return self._servers[name].child.output()

    def open(self, url: str, body: Any, token: str | None = None, **headers: str) -> HTTPResponse:
        """POST, and return the response before it has been read. Errors are responses too."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        known = {"Content-Type": "application/json", **headers}
        if token is not None:
            known["Authorization"] = f"Bearer {token}"
        try:
            response = urlopen(Request(url, data, known, method="POST"), timeout=60)
        except HTTPError as error:
            response = error
        return cast(HTTPResponse, response)

    def post(self, name: str, body: Any, token: str | None = None, **headers: str) -> Reply:
        """POST to a function, and read its whole answer."""
        with self.open(self.url(name), body, token, **headers) as response:
            return Reply(response.status, dict(response.headers), response.read())

    def call(self, name: str, token: str | None = None, **arguments: Any) -> Any:
        """Call a callable. Returns its result, or the error of its answer."""
        answer = self.post(name, {"data": arguments}, token).json()
        return answer.get("result", answer.get("error"))

    def account(self, name: str = "ada") -> Account:
        """Somebody new who has signed up, and nothing more."""
        email = f"{name}-{uuid.uuid4().hex[:8]}@hearth.test"
        auth = f"http://{HOST}:{self.ports.auth}/identitytoolkit.googleapis.com/v1"
        fields = {"email": email, "password": "a-good-one", "returnSecureToken": True}
        with self.open(f"{auth}/accounts:signUp?key=any", fields) as response:
            signed_up = json.load(response)
        return Account(signed_up["localId"], email, signed_up["idToken"])

    def member(
        self, name: str = "ada", *, agents: tuple[str, ...] = ("hearth",), **fields: Any
    ) -> Account:
        """Somebody new who has signed up and joined, with these agents."""
        account = self.account(name)
        known: dict[str, Any] = {
            "email": account.email,
            "displayName": name,
            "agents": list(agents),
            "budgetUsd": None,
            "suspended": False,
        }
        self.db.document("users", account.uid).set({**known, **fields})
        return account

    def messages(self, account: Account, thread_id: str) -> dict[str, dict[str, Any]]:
        """The messages of a thread as they are stored, by id."""
        found = self.db.collection("users", account.uid, "threads", thread_id, "messages").stream()
        return {snapshot.id: snapshot.to_dict() for snapshot in found}

    def publish_providers(self) -> None:
        """Tell the client which providers are set up, as the schedule does every minute."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HEARTH_SIMULATOR", self.simulator)
            upkeep.run()


def turn(text: str = "Hello", **changes: Any) -> dict[str, Any]:
    """The body of a POST to `chat` that begins a thread, with some fields changed."""
    return {
        "threadId": f"t-{uuid.uuid4().hex[:12]}",
        "messageId": f"m-{uuid.uuid4().hex[:12]}",
        "parent": None,
        "parts": [{"type": "text", "text": text}],
        "agent": "hearth",
        "model": MODELS["anthropic"],
        **changes,
    }


def plant() -> None:
    """Plant the seed, and let anybody join."""
    import seeding

    seeding.sow(signup="open")
