"""The turn over HTTP: everything that can refuse, and then a stream that only reads.

authenticate -> parse -> access -> budget -> begin -> a generation of its own -> events
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import crew_turn
import history
import providers
import running
from access import Access, check_access
from agent import AgentRequest
from auth import authenticate
from budget import Reservation, reservation, tokens_of_text
from cancel import Cancel
from config import require_endpoint
from crew_turn import CrewRun
from equipment import equip
from errors import InvalidArgument
from events import (
    DONE,
    PING,
    Encoder,
    Event,
    ReasoningDelta,
    TextDelta,
    ToolInputDelta,
    merge,
)
from files import carry_files, gist_of
from follow import follow
from generation import Generation, Opening
from messages import Message, Part, ToolPart
from purse import Purse, tokens_of_tools
from request import TurnRequest, parse_turn
from store import beginning, permissions, threads, turns
from store.beginning import Joined, NewTurn, Seen
from store.ledger import Limits
from store.members import Settings
from store.threads import StoredMessage
from store.turns import Turn
from toolbox import RULES, Toolbox

# A gunicorn thread notices that its client is gone only when it writes, and proxies drop a
# connection that stays silent.
PING_SECONDS = 10.0
# Faster than a screen can show, deltas are joined into one frame: not a few that came in a bunch,
# but the stream of a model that writes as fast.
FRAME_SECONDS = 0.015
HURRIED = 4
_DELTAS = (TextDelta, ReasoningDelta, ToolInputDelta)


def chat(authorization: str | None, body: bytes) -> Iterator[bytes]:
    """Begin a turn, or join it when it runs already. Returns its stream of server-sent events.

    Everything that can refuse has happened when this returns; the iterator itself never raises.

    Raises:
        HearthError: the turn is refused, and nothing was written.
    """
    caller = authenticate(authorization)
    request = parse_turn(body)
    providers.prepare(request.model.partition(":")[0])
    branch = _read_meanwhile(caller.uid, request)
    found, seen = beginning.look_up(caller.uid, request)
    access = check_access(request, found)
    endpoint = require_endpoint(access.model.provider)
    running.check_room(turns.path(caller.uid, request.thread_id, request.reply_id))
    stored = branch()
    parts = _begun_parts(request, stored)
    _check_approvals(request, parts)
    if access.agent.crew is not None:
        return _crew(request, stored, access, found.settings, seen)
    price = access.model.price
    assert price is not None, "check_access lets no model without a price through"
    limits = _limits(access, found.settings)
    purse = Purse(
        access.model,
        price,
        limits,
        max_tokens=access.max_tokens,
        turn_usd=found.settings.turn_budget_usd,
    )
    cancel = Cancel()
    toolbox = equip(access, found, request.thread_id, cancel=cancel, pay=purse.pay, parts=parts)
    tool_tokens = tokens_of_tools(toolbox.specs)
    messages = _messages(caller.uid, request, stored)
    prompt = history.prepare(
        _system(access, toolbox, messages),
        messages,
        access.model,
        access.max_tokens + tool_tokens,
    )
    tokens = prompt.tokens + tool_tokens
    reserved = reservation(price, prompt_tokens=tokens, max_tokens=access.max_tokens)
    begun = beginning.begin(_new_turn(request, stored, access, found.settings, reserved), seen)
    if isinstance(begun, Joined):
        return follow(begun)
    permissions.allow(begun.uid, begun.thread_id, *toolbox.lasting(parts, request.approvals))
    turn = replace(begun, parts=parts)
    purse.begin(turn, fixed_tokens=tokens_of_text(prompt.system) + tool_tokens)
    generation = Generation(
        turn,
        AgentRequest(
            model=access.model,
            endpoint=endpoint,
            system=prompt.system,
            messages=prompt.messages,
            max_tokens=access.max_tokens,
            temperature=access.temperature,
            effort=request.effort,
            tools=toolbox.specs,
            run_tool=toolbox.run,
            ask=toolbox.ask,
            decisions={call: said != "decline" for call, said in request.approvals.items()},
            afford=purse.afford,
            cancel=cancel,
        ),
        prompt_tokens=tokens,
        opening=_opening(request, turn),
        notices=_notices(prompt.left_out, access),
        purse=purse,
    )
    running.start(generation)
    return stream(generation)


def _crew(
    request: TurnRequest,
    stored: tuple[StoredMessage, ...],
    access: Access,
    settings: Settings,
    seen: Seen,
) -> Iterator[bytes]:
    """A turn of a crew: what it costs is reserved and charged by each call of its workers."""
    crew = crew_turn.find(access.agent.crew or "")
    messages = _messages(access.member.uid, request, stored)
    nothing = Reservation(0.0, 0.0, 0.0)
    begun = beginning.begin(_new_turn(request, stored, access, settings, nothing), seen)
    if isinstance(begun, Joined):
        return follow(begun)
    cancel = Cancel()
    generation = Generation(
        replace(begun, parts=_begun_parts(request, stored), prepaid=True),
        AgentRequest(
            model=replace(access.model, price=None),
            endpoint=require_endpoint(access.model.provider),
            system="",
            messages=messages,
            max_tokens=access.max_tokens,
            cancel=cancel,
        ),
        prompt_tokens=0,
        opening=None,
        events=CrewRun(crew, begun.uid, messages, cancel).events,
    )
    running.start(generation)
    return stream(generation)


def _system(access: Access, toolbox: Toolbox, messages: tuple[Message, ...]) -> str:
    """The agent's prompt, and how to take what tools and files bring."""
    brought = bool(toolbox.specs) or carry_files(messages)
    return f"{access.agent.prompt}\n\n{RULES}".strip() if brought else access.agent.prompt


def _check_approvals(request: TurnRequest, parts: tuple[Part, ...]) -> None:
    """Every call that waits has an answer, and nothing else has."""
    waiting = {
        part.tool_call_id
        for part in parts
        if isinstance(part, ToolPart) and part.state == "approval-requested"
    }
    if set(request.approvals) - waiting:
        raise InvalidArgument("That was answered already.")
    if waiting - set(request.approvals):
        raise InvalidArgument("Say first whether what this answer waits for may run.")


def _read_meanwhile(uid: str, request: TurnRequest) -> Callable[[], tuple[StoredMessage, ...]]:
    """Begin to read the branch while something else is read. Returns what waits for it."""
    if request.parent is None and request.target is None:
        return tuple
    return _readers.submit(_branch, uid, request).result


_readers = ThreadPoolExecutor(max_workers=64, thread_name_prefix="reader")


def _branch(uid: str, request: TurnRequest) -> tuple[StoredMessage, ...]:
    """The stored messages that the turn goes on from."""
    leaf = request.parent if request.action == "send" else request.target
    stored = threads.branch(uid, request.thread_id, leaf)
    last = stored[-1] if stored else None
    if request.action != "send" and (last is None or last.role != "assistant"):
        raise InvalidArgument("Only an answer can be regenerated or continued.")
    if request.action == "send" and last is not None and last.role != "assistant":
        raise InvalidArgument("A message can only follow an answer.")
    return stored[:-1] if request.action == "regenerate" else stored


def _new_turn(
    request: TurnRequest,
    stored: tuple[StoredMessage, ...],
    access: Access,
    settings: Settings,
    reserved: Reservation,
) -> NewTurn:
    limits = _limits(access, settings)
    return NewTurn(
        uid=access.member.uid,
        thread_id=request.thread_id,
        message_id=request.message_id,
        reply_id=request.reply_id,
        agent=access.agent.id,
        model=access.model.id,
        temperature=request.temperature,
        max_tokens=request.max_tokens,
        effort=request.effort,
        reserved=reserved,
        member_limit_usd=limits.member_usd,
        pool_limit_usd=limits.pool_usd,
        turns_per_minute=settings.turns_per_minute,
        parent=_parent(request, stored),
        parts=request.parts,
        continues=request.action == "continue",
        goes_on_from=stored[-1].fields.get("turn") if stored else None,
    )


def _limits(access: Access, settings: Settings) -> Limits:
    own = access.member.budget_usd
    return Limits(settings.member_budget_usd if own is None else own, settings.pool_budget_usd)


def _parent(request: TurnRequest, stored: tuple[StoredMessage, ...]) -> str | None:
    """A regenerated answer gets the parent of the one that it stands beside."""
    if request.action != "regenerate":
        return request.parent
    if not stored:
        raise InvalidArgument("The message that this answered is gone. Send it again.")
    return stored[-1].id


def _messages(
    uid: str, request: TurnRequest, stored: tuple[StoredMessage, ...]
) -> tuple[Message, ...]:
    messages = tuple(Message(message.role, message.parts) for message in stored)
    if request.action == "send":
        messages = (*messages, Message("user", request.parts))
    images = threads.image_data(uid, request.thread_id, history.image_ids(messages))
    return history.with_images(messages, images)


def _begun_parts(request: TurnRequest, stored: tuple[StoredMessage, ...]) -> tuple[Part, ...]:
    return stored[-1].parts if request.action == "continue" else ()


def _opening(request: TurnRequest, turn: Turn) -> Opening | None:
    if not turn.first:
        return None
    question = gist_of(request.parts)
    return Opening(turn, question, beginning.first_words(question)) if question.strip() else None


def _notices(left_out: int, access: Access) -> tuple[str, ...]:
    if not left_out:
        return ()
    messages = "message does" if left_out == 1 else "messages do"
    return (
        f"The {left_out} oldest {messages} not fit {access.model.label} any more and were left "
        "out of what it read.",
    )


def stream(generation: Generation) -> Iterator[bytes]:
    """The server-sent events of a generation, as they come; a comment while it is silent."""
    encoder = Encoder()
    sent, hurried = 0.0, 0
    try:
        while (events := generation.take(PING_SECONDS, alone=hurried < HURRIED)) is not None:
            pause = sent + FRAME_SECONDS - time.monotonic()
            hurried = hurried + 1 if pause > 0 else 0
            if events and hurried >= HURRIED:
                time.sleep(pause)
                events += generation.take(0) or []
            yield _frames(encoder, events) or PING
            # What goes before an answer does not hold its first word up.
            sent = time.monotonic() if events and isinstance(events[-1], _DELTAS) else sent
        yield DONE
    finally:
        generation.leave()


def _frames(encoder: Encoder, events: list[Event]) -> bytes:
    if len(events) == 1:
        return encoder.encode(events[0])
    return b"".join(encoder.encode(event) for event in merge(events))
