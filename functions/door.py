"""The door: Hearth for a member's other tools, in the words of OpenAI's API.

    GET  /v1/models              the member's agents (`agent/hearth`) and models (`openai:gpt-...`)
    GET  /v1/models/{model}      one of them
    POST /v1/chat/completions    one turn, as an object or as a stream
    GET  /v1/crew/job            what a crew's token is for

Whoever comes in has a personal token in place of an ID token, and nothing is kept in a thread. All
else is as in `chat.py`: access, budget, provider, settlement. The tools are the caller's own:
their calls are returned, and run by nobody here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import history
import running
from access import Access, check_access, check_member
from agent import AgentRequest
from budget import reservation, tokens_of_text
from config import endpoint, require_endpoint
from door_reply import STOPPED, Reply
from door_request import DoorRequest, parse_completion
from errors import ContextOverflow, InvalidArgument, NotFound, PermissionDenied, error_of
from events import (
    DONE,
    PING,
    Abort,
    Data,
    Error,
    Event,
    Finish,
    FinishReason,
    Start,
    StepStart,
    merge,
)
from generation import Generation
from messages import ToolSpec
from stop_words import StopWords
from store import calls
from store.calls import NewCall
from store.catalogue import catalogue, default_model
from store.members import Agent, Rights, Settings, rights
from store.tokens import Token
from tokens import holder

# A reader who has gone is noticed by a write, and nobody else wants the answer.
PING_SECONDS = 4.0
# Until an answer begins, what goes wrong can still be told by a status.
FIRST_SECONDS = 10.0

# A model by itself is an agent without a prompt. No agent has this id.
BARE = Agent("-", "", (), None, None, (), enabled=True)

Answer = dict[str, Any] | Iterator[bytes]


def door(method: str, path: str, authorization: str | None, body: bytes) -> Answer:
    """Answer a call. `path` may begin with `/v1`, or be what follows it.

    Raises:
        HearthError: it is refused.
    """
    token = holder(authorization)
    match method, path.strip("/").removeprefix("v1").strip("/").split("/", 1):
        case "GET", ["models"]:
            return {"object": "list", "data": [_listed(name) for name in _names(token)]}
        case "GET", ["models", name]:
            return _model(token, name)
        case "GET", ["crew", "job"]:
            return _job(token)
        case "POST", ["chat", "completions"]:
            return _complete(token, parse_completion(body))
        case _:
            raise NotFound(f"There is no {method} {path[:80]} here.")


def _names(token: Token) -> list[str]:
    """What the holder may name as a model."""
    found = catalogue(token.uid)
    check_member(found.member)
    usable = [model.id for model in found.models if model.price and endpoint(model.provider)]
    return [*(f"agent/{agent}" for agent in found.agents), *usable]


def _model(token: Token, name: str) -> dict[str, Any]:
    if name not in _names(token):
        raise NotFound("There is no such model. GET /v1/models lists them.")
    return _listed(name)


def _job(token: Token) -> dict[str, Any]:
    """What a crew's token is for."""
    if token.scope != "crew":
        raise PermissionDenied("This is for the token of a crew.")
    return token.job


def _listed(name: str) -> dict[str, Any]:
    owner = "hearth" if name.startswith("agent/") else name.split(":")[0]
    return {"id": name, "object": "model", "created": 0, "owned_by": owner}


def _complete(token: Token, request: DoorRequest) -> Answer:
    """Begin a call, and answer with what it generates."""
    generation = _begin(token, request)
    running.start(generation)
    reply = Reply(generation.turn.reply_id, request.name)
    words = StopWords(request.stop)
    if not request.stream:
        return _whole(generation, reply, words)
    return _stream(generation, reply, words, _first(generation), request.include_usage)


def _begin(token: Token, request: DoorRequest) -> Generation:
    found = _rights(token, request)
    access = check_access(request, found)
    at = require_endpoint(access.model.provider)
    running.check_room()
    if request.tools and not access.model.tools:
        raise InvalidArgument(f"{access.model.label} can't use tools. Pick a model that can.")
    system = "\n\n".join(filter(None, (access.agent.prompt, request.system)))
    prompt = history.prepare(system, request.messages, access.model, access.max_tokens)
    if prompt.left_out:
        raise ContextOverflow(f"This conversation does not fit {access.model.label}. Shorten it.")
    tokens = prompt.tokens + _tokens_of(request.tools)
    call = calls.begin(_new_call(token, access, found.settings, tokens))
    return Generation(
        call,
        AgentRequest(
            model=access.model,
            endpoint=at,
            system=prompt.system,
            messages=prompt.messages,
            max_tokens=access.max_tokens,
            temperature=access.temperature,
            effort=request.effort,
            tools=request.tools,
        ),
        prompt_tokens=tokens,
        opening=None,
    )


def _rights(token: Token, request: DoorRequest) -> Rights:
    if request.agent is None:
        found = rights(token.uid, BARE.id, request.model or "")
        return replace(found, personal_agent=BARE)
    model = default_model(token.uid, request.agent)
    if model is None:
        # The same words as for an agent that is not theirs: names stay private.
        raise NotFound("There is no such agent on your list. Pick another one.")
    return rights(token.uid, request.agent, model)


def _tokens_of(tools: tuple[ToolSpec, ...]) -> int:
    return sum(tokens_of_text(f"{tool.name}{tool.description}{tool.parameters}") for tool in tools)


def _new_call(token: Token, access: Access, settings: Settings, tokens: int) -> NewCall:
    assert access.model.price is not None, "check_access lets no model without a price through"
    own_limit = access.member.budget_usd
    return NewCall(
        token=token,
        agent=access.agent.id,
        model=access.model.id,
        reserved=reservation(
            access.model.price, prompt_tokens=tokens, max_tokens=access.max_tokens
        ),
        member_limit_usd=settings.member_budget_usd if own_limit is None else own_limit,
        pool_limit_usd=settings.pool_budget_usd,
        turns_per_minute=settings.turns_per_minute,
    )


def _whole(generation: Generation, reply: Reply, words: StopWords) -> dict[str, Any]:
    """The answer as one object.

    Raises:
        HearthError: the provider failed.
    """
    reason: FinishReason = "stop"
    while (events := generation.take(PING_SECONDS)) is not None:
        for event in words.before(merge(events)):
            reply.note(event)
            _raise(event)
            reason = event.reason if isinstance(event, Finish) else reason
        if words.hit:
            generation.stop()
    return reply.completion(reason)


def _first(generation: Generation) -> list[Event]:
    """The events up to the first that says something.

    Raises:
        HearthError: the provider failed before that.
    """
    deadline = time.monotonic() + FIRST_SECONDS
    first: list[Event] = []
    while (left := deadline - time.monotonic()) > 0:
        events = generation.take(left)
        first += events or []
        if events is None or any(_speaks(event) for event in first):
            break
    for event in first:
        _raise(event)
    return first


def _speaks(event: Event) -> bool:
    return not isinstance(event, Start | StepStart | Data)


def _raise(event: Event) -> None:
    if isinstance(event, Error):
        raise error_of(event.code, event.message, event.retry_after)
    if isinstance(event, Abort):
        raise PermissionDenied(STOPPED)


def _stream(
    generation: Generation,
    reply: Reply,
    words: StopWords,
    first: list[Event],
    include_usage: bool,
) -> Iterator[bytes]:
    """The answer in chunks. Nobody comes back for it, so it ends when its reader goes."""
    events: list[Event] | None = first
    try:
        while events is not None:
            yield reply.frames(words.before(merge(events))) or PING
            if words.hit:
                yield reply.frames([Finish("stop")])
                break
            events = generation.take(PING_SECONDS)
        if include_usage:
            yield reply.usage_frame()
        yield DONE
    finally:
        generation.stop()
