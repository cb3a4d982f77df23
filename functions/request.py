"""The body of a POST to `chat`, read strictly: what cannot be understood is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from errors import InvalidArgument, TooLarge
from inputs import ID, identifier, number
from messages import DECISIONS, Decision, Effort, ImagePart, Part, TextPart, decode_part, text_of

MAX_BODY_BYTES = 1_000_000
MAX_TEXT = 200_000
MAX_IMAGES = 8
MAX_APPROVALS = 32
_MODEL = re.compile(r"[a-z]+:[A-Za-z0-9._:@-]{1,128}")

Action = Literal["send", "regenerate", "continue"]


@dataclass(frozen=True)
class TurnRequest:
    """One turn, as the client asks for it.

    Args:
        message_id: made by the client; the key that makes the turn run once.
        parent: the message that this one answers; `None` for the first of a thread.
        target: the assistant message to regenerate or continue; `None` for a send.
        approvals: with continue, what the person said of each call that waits for them.
        temperature, max_tokens: `None` leaves them to the agent, then to the model.
        effort: how hard a model with reasoning is to think; `None` leaves it to the provider.
    """

    thread_id: str
    message_id: str
    action: Action
    agent: str
    model: str
    parent: str | None = None
    parts: tuple[Part, ...] = ()
    target: str | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    effort: Effort | None = None
    approvals: Mapping[str, Decision] = field(default_factory=dict[str, Decision])

    @property
    def reply_id(self) -> str:
        """The document id of the answer."""
        if self.action == "continue" and self.target is not None:
            return self.target
        return f"{self.message_id}-r"


def parse_turn(body: bytes) -> TurnRequest:
    """A request from its JSON.

    Raises:
        InvalidArgument: it is not JSON, or a field is missing, unknown or of the wrong kind.
        TooLarge: it, or the message in it, is over the limit.
    """
    data = _object(body)
    action, target = _action(data)
    parts = _parts(data) if action == "send" else ()
    _refuse_unknown(data)
    return TurnRequest(
        thread_id=identifier(data, "threadId", limit=64),
        message_id=identifier(data, "messageId", limit=64),
        action=action,
        agent=identifier(data, "agent", limit=64),
        model=_model(data),
        parent=None if data.get("parent") is None else identifier(data, "parent"),
        parts=parts,
        target=target,
        temperature=_temperature(data),
        max_tokens=_tokens(data),
        effort=_effort(data),
        approvals=_approvals(data, action),
    )


_FIELDS = {
    "threadId",
    "messageId",
    "parent",
    "parts",
    "agent",
    "model",
    "temperature",
    "maxTokens",
    "effort",
    "regenerate",
    "continue",
    "approvals",
}


def _object(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge("The message is too large to send. Shorten it.")
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidArgument("The request is not valid JSON.") from error
    if not isinstance(data, dict):
        raise InvalidArgument("The request must be a JSON object.")
    return cast(dict[str, Any], data)


def _refuse_unknown(data: dict[str, Any]) -> None:
    if unknown := sorted(set(data) - _FIELDS):
        raise InvalidArgument(f"Unknown field: {unknown[0][:40]}.")


def _action(data: dict[str, Any]) -> tuple[Action, str | None]:
    given = [name for name in ("parts", "regenerate", "continue") if data.get(name) is not None]
    match given:
        case ["parts"]:
            return "send", None
        case ["regenerate"]:
            return "regenerate", identifier(data, "regenerate")
        case ["continue"]:
            return "continue", identifier(data, "continue")
        case _:
            raise InvalidArgument("Give exactly one of parts, regenerate and continue.")


def _model(data: dict[str, Any]) -> str:
    value = data.get("model")
    if not isinstance(value, str) or not _MODEL.fullmatch(value):
        raise InvalidArgument("model must be the id of a model, such as anthropic:claude.")
    return value


def _temperature(data: dict[str, Any]) -> float | None:
    value = number(data, "temperature", low=0, high=2)
    return None if value is None else float(value)


def _tokens(data: dict[str, Any]) -> int | None:
    value = number(data, "maxTokens", low=1, high=1_000_000)
    if value is not None and value != int(value):
        raise InvalidArgument("maxTokens must be a whole number.")
    return None if value is None else int(value)


def _approvals(data: dict[str, Any], action: Action) -> dict[str, Decision]:
    given: Any = data.get("approvals")
    if given is None:
        return {}
    if action != "continue" or not isinstance(given, dict):
        raise InvalidArgument("approvals must be an object, and come with continue.")
    decisions = cast(dict[str, Any], given)
    if len(decisions) > MAX_APPROVALS or any(said not in DECISIONS for said in decisions.values()):
        raise InvalidArgument(f"An approval must be one of {', '.join(DECISIONS)}.")
    return cast(dict[str, Decision], decisions)


def _effort(data: dict[str, Any]) -> Effort | None:
    value = data.get("effort")
    if value is not None and value not in get_args(Effort):
        raise InvalidArgument(f"effort must be one of {', '.join(get_args(Effort))}.")
    return value


def _parts(data: dict[str, Any]) -> tuple[Part, ...]:
    given: Any = data["parts"]
    if not isinstance(given, list) or not given:
        raise InvalidArgument("parts must be a list of at least one part.")
    parts = tuple(_part(item) for item in cast(list[Any], given))
    if len(text_of(parts)) > MAX_TEXT:
        raise TooLarge(f"The message is longer than {MAX_TEXT:,} characters. Shorten it.")
    images = sum(isinstance(part, ImagePart) for part in parts)
    if images > MAX_IMAGES:
        raise TooLarge(f"A message can carry {MAX_IMAGES} images at most.")
    if not text_of(parts).strip() and not images:
        raise InvalidArgument("The message is empty. Write something first.")
    return parts


def _part(item: Any) -> Part:
    if not isinstance(item, dict):
        raise InvalidArgument("Every part must be an object.")
    try:
        part = decode_part(cast(dict[str, Any], item))
    except ValueError as error:
        raise InvalidArgument(str(error)) from error
    if not isinstance(part, TextPart | ImagePart):
        raise InvalidArgument("A message can hold text and image parts only.")
    if isinstance(part, ImagePart) and not ID.fullmatch(part.image_id):
        raise InvalidArgument("imageId must be letters, digits, - or _.")
    return part
