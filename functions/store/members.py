"""Accounts, agents, models and settings, read from the documents that the owner edits.

A console edit can leave anything in a field, so every value is checked as it is read, and a bad
document is an error that names it, for whoever needs that document and nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from errors import Unavailable
from messages import Model, Price
from store.client import Document, client, data, now, read, user

DEFAULT_MAX_TOKENS = 4096


@dataclass(frozen=True)
class Member:
    """A member's account. `budget_usd` per month; `None` leaves it to the community's setting."""

    uid: str
    agents: tuple[str, ...]
    budget_usd: float | None
    suspended: bool


@dataclass(frozen=True)
class Agent:
    """An agent's card with its prompt. No models means every enabled one."""

    id: str
    prompt: str
    models: tuple[str, ...]
    temperature: float | None
    max_tokens: int | None
    tools: tuple[str, ...]
    enabled: bool


@dataclass(frozen=True)
class Settings:
    """The community's settings. A budget of `None` is no limit."""

    signup: str
    default_agents: tuple[str, ...]
    member_budget_usd: float | None
    pool_budget_usd: float | None


@dataclass(frozen=True)
class Rights:
    """All that decides whether a turn may run. What does not exist is `None`."""

    member: Member | None
    agent: Agent | None
    personal_agent: Agent | None
    model: Model | None
    settings: Settings


def rights(uid: str, agent_id: str, model_id: str) -> Rights:
    """Everything that access and budget need, in one round trip.

    Raises:
        Unavailable: one of the documents holds something that cannot be read.
    """
    db = client()
    card = db.document("agents", agent_id)
    refs: list[Document] = [
        user(uid),
        card,
        card.collection("private").document("prompt"),
        user(uid).collection("agents").document(agent_id),
        db.document("models", model_id),
        db.document("settings", "app"),
    ]
    found = read(refs)
    member, shared, prompt, personal, model, settings = (found[ref.path] for ref in refs)
    return Rights(
        member=_member(uid, member) if member else None,
        agent=decode_agent(agent_id, shared, prompt) if shared else None,
        personal_agent=decode_agent(agent_id, personal, {"text": personal.get("prompt", "")})
        if personal
        else None,
        model=decode_model(model_id, model) if model else None,
        settings=_settings(settings),
    )


def join(uid: str, *, email: str, name: str) -> bool:
    """Make the account's document if there is none. True if it is a member with agents."""
    ref = user(uid)
    found = read([ref, client().document("settings", "app")])
    existing, settings = found[ref.path], _settings(found["settings/app"])
    if existing:
        return bool(existing.get("agents"))
    agents = list(settings.default_agents) if settings.signup == "open" else []
    fields: dict[str, Any] = {
        "email": email,
        "displayName": name,
        "agents": agents,
        "budgetUsd": None,
        "suspended": False,
        "createdAt": now(),
    }
    from google.api_core.exceptions import AlreadyExists

    try:
        ref.create(fields)
    except AlreadyExists:
        return bool(data(ref.get()).get("agents"))
    return bool(agents)


def decode_model(model_id: str, fields: dict[str, Any]) -> Model:
    """A model from its document.

    Raises:
        Unavailable: a field is missing or of the wrong kind.
    """
    where = f"models/{model_id}"
    temperature = fields.get("temperature")
    return Model(
        id=model_id,
        provider=_text(where, fields, "provider"),
        name=_text(where, fields, "name"),
        label=str(fields.get("label") or model_id),
        context_tokens=_whole(where, fields, "contextTokens"),
        max_output_tokens=_whole(where, fields, "maxOutputTokens"),
        price=_price(where, fields.get("price")),
        temperature=None if temperature is None else _range(where, temperature),
        images=fields.get("images") is True,
        tools=fields.get("tools") is True,
        reasoning=fields.get("reasoning") is True,
        enabled=fields.get("enabled") is True,
    )


def decode_agent(agent_id: str, card: dict[str, Any], prompt: dict[str, Any]) -> Agent:
    """An agent from its card and its prompt's document.

    Raises:
        Unavailable: a field is of the wrong kind.
    """
    where = f"agents/{agent_id}"
    tokens = _amount(where, card, "maxTokens")
    return Agent(
        id=agent_id,
        prompt=str(prompt.get("text") or ""),
        models=_texts(card.get("models")),
        temperature=_amount(where, card, "temperature"),
        max_tokens=None if tokens is None else int(tokens),
        tools=_texts(card.get("tools")),
        enabled=card.get("enabled", True) is True,
    )


def _member(uid: str, fields: dict[str, Any]) -> Member:
    return Member(
        uid=uid,
        agents=_texts(fields.get("agents")),
        budget_usd=_amount(f"users/{uid}", fields, "budgetUsd"),
        # Only a clear "no" lets a member in: a mistyped field must not.
        suspended=fields.get("suspended", False) is not False,
    )


def _settings(fields: dict[str, Any]) -> Settings:
    return Settings(
        signup=str(fields.get("signup") or "invite"),
        default_agents=_texts(fields.get("defaultAgents")),
        member_budget_usd=_amount("settings/app", fields, "memberBudgetUsd"),
        pool_budget_usd=_amount("settings/app", fields, "poolBudgetUsd"),
    )


def _price(where: str, value: Any) -> Price | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise _bad(where, "price")
    fields = cast(dict[str, Any], value)
    read_price = _amount(where, fields, "input")
    write_price = _amount(where, fields, "output")
    if read_price is None or write_price is None:
        return None
    cached = _amount(where, fields, "cachedInput")
    return Price(read_price, write_price, read_price if cached is None else cached)


def _range(where: str, value: Any) -> tuple[float, float]:
    fields = cast(dict[str, Any], value) if isinstance(value, dict) else {}
    low, high = _amount(where, fields, "min"), _amount(where, fields, "max")
    if low is None or high is None or low > high:
        raise _bad(where, "temperature")
    return low, high


def _text(where: str, fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise _bad(where, name)
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(item for item in cast(list[Any], value) if isinstance(item, str))


def _whole(where: str, fields: dict[str, Any], name: str) -> int:
    value = _amount(where, fields, name)
    if value is None or value < 1:
        raise _bad(where, name)
    return int(value)


def _amount(where: str, fields: dict[str, Any], name: str) -> float | None:
    """A number of zero or more; `None` when the field is absent or null."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise _bad(where, name)
    return float(value)


def _bad(where: str, name: str) -> Unavailable:
    return Unavailable(f"{where} is not set up right: its {name} can't be read. Tell the owner.")


def publish_providers(status: dict[str, dict[str, bool]]) -> None:
    """Tell clients which providers are set up. Writes only what has changed."""
    ref = client().document("settings", "providers")
    if data(ref.get()) != status:
        ref.set(status)
