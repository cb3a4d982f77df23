"""Problems in what the owner has written, in plain words. Pure: documents in, sentences out.

A bad document breaks only what it touches: whoever decodes it is refused, and nobody else. These
checks find it before a member does, and say where it is and what to do. They use the same decoding
as the turn, so that the two agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from errors import HearthError
from providers import NAMES as PROVIDERS
from store.joining import decode_invite
from store.members import (
    decode_agent,
    decode_member,
    decode_model,
    decode_settings,
    pictures_of,
)
from tools import NAMES as TOOLS

Fields = dict[str, Any]
Documents = Mapping[str, Fields]

# A price above this is USD per something else than a million tokens.
DEAR_USD = 1000.0
# A code that one may say on the telephone is a code that one may guess.
CODE_LENGTH = 8


def _none() -> Documents:
    return {}


@dataclass(frozen=True)
class Written:
    """All that the owner edits, by id. `prompts` by the id of their agent."""

    settings: Fields
    models: Documents = field(default_factory=_none)
    agents: Documents = field(default_factory=_none)
    prompts: Documents = field(default_factory=_none)
    integrations: Documents = field(default_factory=_none)
    invites: Documents = field(default_factory=_none)
    users: Documents = field(default_factory=_none)


@dataclass(frozen=True)
class Problem:
    """Something to mend: the path of a document, and a sentence about it."""

    where: str
    text: str


def check(written: Written) -> list[Problem]:
    """Everything that is wrong now, in the order of the documents."""
    return [
        *_settings(written),
        *(problem for at, fields in written.models.items() for problem in _model(at, fields)),
        *(problem for at, card in written.agents.items() for problem in _agent(at, card, written)),
        *(p for at, fields in written.invites.items() for p in _invite(at, fields, written)),
        *(
            problem
            for at, fields in written.users.items()
            for problem in _user(at, fields, written)
        ),
    ]


def _settings(written: Written) -> Iterator[Problem]:
    where, fields = "settings/app", written.settings
    if not fields:
        yield Problem(where, "There are no settings. Run seeding.py, or create the document.")
        return
    unread = list(_decoded(where, lambda: decode_settings(fields)))
    yield from unread
    pictures = fields.get("pictures")
    if not unread and pictures is not None and pictures_of(pictures) is None:
        yield Problem(
            where,
            "pictures makes none: it wants a model of openai or google, and usd, its price.",
        )
    if fields.get("signup") not in ("invite", "open"):
        yield Problem(where, 'signup must be "invite" or "open"; it counts as "invite".')
    yield from _unknown(where, fields, "defaultAgents", "agent", written.agents)
    yield from _not_texts(where, fields, "name", "banner")


def _model(model_id: str, fields: Fields) -> Iterator[Problem]:
    where = f"models/{model_id}"
    yield from _decoded(where, lambda: decode_model(model_id, fields))
    provider = fields.get("provider")
    if isinstance(provider, str) and provider not in PROVIDERS:
        yield Problem(where, f'provider "{provider}" is none of {", ".join(PROVIDERS)}.')
    yield from _not_bools(where, fields, "enabled", "images", "tools", "reasoning")
    if fields.get("enabled") is not True:
        return
    price = fields.get("price")
    amounts = cast(Fields, price) if isinstance(price, dict) else {}
    if amounts.get("input") is None or amounts.get("output") is None:
        yield Problem(where, "It has no price, so nobody can use it. Set price.input and .output.")
    for name in ("input", "output"):
        amount = amounts.get(name)
        if isinstance(amount, int | float) and amount > DEAR_USD:
            yield Problem(where, f"price.{name} is {amount:g} USD for a million tokens: too much?")


def _agent(agent_id: str, card: Fields, written: Written) -> Iterator[Problem]:
    where = f"agents/{agent_id}"
    prompt = written.prompts.get(agent_id, {})
    yield from _decoded(where, lambda: decode_agent(agent_id, card, prompt))
    yield from _not_bools(where, card, "enabled")
    yield from _not_texts(where, card, "name", "description", "emoji", "model")
    if not card.get("name"):
        yield Problem(where, "It has no name.")
    if not isinstance(prompt.get("text"), str):
        yield Problem(f"{where}/private/prompt", "There is no text: the agent has no prompt.")
    yield from _unknown(where, card, "models", "model", written.models)
    yield from _unknown(where, card, "tools", "tool", {**written.integrations, **_named(TOOLS)})
    yield from _unknown(
        where,
        {"model": [card["model"]] if card.get("model") else []},
        "model",
        "model",
        written.models,
    )


def _invite(code: str, fields: Fields, written: Written) -> Iterator[Problem]:
    where = f"invites/{code}"
    yield from _decoded(where, lambda: decode_invite(code, fields))
    yield from _unknown(where, fields, "agents", "agent", written.agents)
    if len(code) < CODE_LENGTH:
        yield Problem(where, f"Its code is easily guessed. Use {CODE_LENGTH} characters or more.")


def _user(uid: str, fields: Fields, written: Written) -> Iterator[Problem]:
    where = f"users/{uid}"
    yield from _decoded(where, lambda: decode_member(uid, fields))
    yield from _unknown(where, fields, "agents", "agent", written.agents)
    yield from _not_bools(where, fields, "owner")
    if not isinstance(fields.get("suspended", False), bool):
        yield Problem(where, "suspended must be true or false; until then they are suspended.")


def _decoded(where: str, decode: Callable[[], object]) -> Iterator[Problem]:
    """The error that a member would meet."""
    try:
        decode()
    except HearthError as error:
        text = error.message.removesuffix(" Tell the owner.")
        text = text.removeprefix(f"{where} is not set up right: ")
        yield Problem(where, text[:1].upper() + text[1:])


def _unknown(
    where: str, fields: Fields, name: str, noun: str, known: Documents
) -> Iterator[Problem]:
    value = fields.get(name)
    if value is None:
        return
    if not isinstance(value, list):
        yield Problem(where, f"{name} must be a list (an array) of {noun}s.")
        return
    for item in cast(list[Any], value):
        if not isinstance(item, str):
            yield Problem(where, f"{name} must hold the ids of {noun}s only, as strings.")
        elif item not in known:
            yield Problem(where, f'{name} names "{item[:80]}", and there is no such {noun}.')


def _not_bools(where: str, fields: Fields, *names: str) -> Iterator[Problem]:
    for name in names:
        if name in fields and not isinstance(fields[name], bool):
            yield Problem(where, f"{name} must be true or false (a boolean); it counts as false.")


def _not_texts(where: str, fields: Fields, *names: str) -> Iterator[Problem]:
    for name in names:
        if name in fields and not isinstance(fields[name], str):
            yield Problem(where, f"{name} must be text (a string).")


def _named(names: tuple[str, ...]) -> Documents:
    return {name: {} for name in names}
