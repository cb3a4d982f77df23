"""A crew's turn: several agents do parts of a job, one function lends them a token, and watches.

The crew itself runs in a codebase of its own (`crew/`), whose workers have no model but the door.
The token is for this run alone: with a budget, a number of calls and an end, and revoked when the
turn ends, however it ends. So a stopped turn stops every worker at its next word.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from cancel import Cancel
from config import function_url
from errors import HearthError, NotFound, Unavailable, error_of
from events import (
    Event,
    Finish,
    StepFinish,
    StepStart,
    TextDelta,
    ToolError,
    ToolInput,
    ToolOutput,
)
from messages import Message, TextPart, Usage
from store import crews, tokens
from store.client import now
from store.crews import Crew
from tokens import hashed, new_secret

# The crew's function says something every second.
SILENCE_SECONDS = 60.0
SO_FAR_SECONDS = 1.0
MAX_BRIEF = 40_000
MAX_OUTPUT = 60_000


def find(crew_id: str) -> Crew:
    """The crew that an agent's card names.

    Raises:
        NotFound: there is none, or it is switched off.
    """
    crew = crews.find(crew_id)
    if crew is None or not crew.enabled:
        raise NotFound("This agent's crew is not set up. Pick another agent, or tell the owner.")
    return crew


@dataclass
class CrewRun:
    """One run of a crew, as the events of a turn."""

    crew: Crew
    uid: str
    messages: tuple[Message, ...]
    cancel: Cancel
    _secret: str = field(default_factory=new_secret)
    _open: dict[str, str] = field(default_factory=dict[str, str])
    _written: dict[str, str] = field(default_factory=dict[str, str])
    _due: dict[str, float] = field(default_factory=dict[str, float])

    def events(self) -> Iterator[Event]:
        """From the first worker to the crew's answer. Each worker's part is shown as a tool's.

        Ends without `Finish` when cancelled.

        Raises:
            HearthError: the crew failed, or can't be reached.
        """
        token_hash = hashed(self._secret)
        yield StepStart()
        tokens.lend(
            token_hash,
            uuid.uuid4().hex,
            self.uid,
            job=job_of(self.crew, self.messages),
            budget_usd=self.crew.usd,
            max_calls=self.crew.steps,
            expires=now() + timedelta(seconds=self.crew.seconds + 60),
        )
        failure: HearthError = Unavailable("The crew was cut off. Try again.", retryable=True)
        output: str | None = None
        try:
            for line in self._lines():
                if line["type"] == "finished":
                    output = str(line["output"])
                    break
                yield from self._told(line)
        except HearthError as error:
            failure = error
        except (OSError, HTTPException, ValueError, KeyError):
            # Cut off: by the person who stopped it, or on the way.
            pass
        finally:
            # Calls that are running now are charged when they have ended, and only not shown here.
            usage = _used(token_hash)
            tokens.end(token_hash, self.uid)
        if output is not None:
            yield TextDelta(output[:MAX_OUTPUT])
        yield StepFinish("stop", usage)
        if output is None and not self.cancel.fired:
            raise failure
        if output is not None:
            yield Finish("stop")

    def _told(self, line: dict[str, Any]) -> Iterator[Event]:
        match line["type"]:
            case "begun":
                call = f"call_{uuid.uuid4().hex}"
                self._open[line["work"]] = call
                asked = {"worker": line["role"], "task": str(line["task"])[:MAX_OUTPUT]}
                yield ToolInput(call, tool_name(str(line["role"])), asked)
            case "text":
                yield from self._so_far(str(line["work"]), str(line["delta"]))
            case "done":
                call = self._open.pop(line["work"], None)
                if call is not None:
                    yield ToolOutput(call, str(line["output"])[:MAX_OUTPUT])
            case "failed":
                for call in self._open.values():
                    yield ToolError(call, str(line["message"]))
                raise error_of(str(line["code"]), str(line["message"]))
            case _:
                pass

    def _so_far(self, work: str, delta: str) -> Iterator[Event]:
        """What a worker has written, told anew about once a second."""
        text = self._written[work] = (self._written.get(work, "") + delta)[:MAX_OUTPUT]
        call = self._open.get(work)
        if call is not None and time.monotonic() >= self._due.get(work, 0.0):
            self._due[work] = time.monotonic() + SO_FAR_SECONDS
            yield ToolOutput(call, text, preliminary=True)

    def _lines(self) -> Iterator[dict[str, Any]]:
        """What the crew's function says, line by line."""
        url = urlsplit(function_url("crew"))
        with closing(_connection(url)) as connection:
            headers = {"Authorization": f"Bearer {self._secret}", "Content-Length": "0"}
            connection.request("POST", url.path or "/", headers=headers)
            socket = connection.sock

            def close() -> None:
                with suppress(OSError):
                    socket.shutdown(SHUT_RDWR)

            self.cancel.attach(close)
            response = connection.getresponse()
            if response.status != 200:
                raise _refusal(response)
            while line := response.readline():
                if line.strip():
                    yield cast(dict[str, Any], json.loads(line))


def job_of(crew: Crew, messages: tuple[Message, ...]) -> dict[str, Any]:
    """What the crew's function is told, when it asks with the run's token."""
    return {
        "name": crew.name,
        "process": crew.process,
        "members": [
            {"agent": member.agent, "role": member.role, "goal": member.goal}
            for member in crew.members
        ],
        "tasks": [
            {
                "description": task.description,
                "expectedOutput": task.expected_output,
                "agent": task.agent,
            }
            for task in crew.tasks
        ],
        "brief": _brief(messages),
        "seconds": crew.seconds,
        "steps": crew.steps,
    }


def tool_name(role: str) -> str:
    """A worker's name as that of a tool, which every provider takes."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", role.strip())[:64].strip("_") or "worker"


def _brief(messages: tuple[Message, ...]) -> str:
    """The question, and what was said before it as far as there is room."""
    told = [(message.role, _told(message)) for message in messages]
    last = max(index for index, (role, _) in enumerate(told) if role == "user")
    asked = told[last][1][-MAX_BRIEF:]
    said = "\n\n".join(f"{role}: {text}" for role, text in told[:last] if text)
    room = MAX_BRIEF - len(asked)
    known = f"Said before:\n\n{said[-room:]}\n\n" if said and room > 0 else ""
    return f"{known}The person asks:\n\n{asked}"


def _told(message: Message) -> str:
    """What a message says; its files stand apart from its words."""
    return "\n\n".join(part.text for part in message.parts if isinstance(part, TextPart))


def _connection(url: SplitResult) -> HTTPConnection:
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    return kind(url.hostname or "", url.port, timeout=SILENCE_SECONDS)


def _used(token_hash: str) -> Usage:
    """What all calls of the run have used; they are charged already."""
    token = tokens.find(token_hash)
    if token is None:
        return Usage()
    return Usage(token.input_tokens, token.output_tokens, usd=token.spent_usd)


def _refusal(response: HTTPResponse) -> HearthError:
    try:
        error: Any = json.loads(response.read(100_000))["error"]
        return error_of(str(error["code"]), str(error["message"]))
    except (ValueError, KeyError, TypeError):
        return Unavailable("Crews are not set up on this server. Tell the owner.")
