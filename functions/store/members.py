"""Accounts, agents, models and settings, read from the documents that the owner edits.

A console edit can leave anything in a field, so every value is checked as it is read, and a bad
document is an error that names it, for whoever needs that document and nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from google.cloud.firestore import DELETE_FIELD, FieldFilter

from messages import Model, Price
from store.client import Document, client, data, read, user
from store.fields import amount, bad, text, texts, whole

DEFAULT_MAX_TOKENS = 4096
DEFAULT_TURNS_PER_MINUTE = 60.0


@dataclass(frozen=True)
class Member:
    """An account. `budget_usd` per month; `None` leaves it to the community's setting.

    Without agents it waits to be let in. `owner` is whoever may see how the community is doing.
    """

    uid: str
    agents: tuple[str, ...]
    budget_usd: float | None
    suspended: bool
    owner: bool = False


@dataclass(frozen=True)
class Agent:
    """An agent's card with its prompt. No models means every enabled one.

    `crew` is the crew that answers in its place; `None` for an agent that answers itself.
    """

    id: str
    prompt: str
    models: tuple[str, ...]
    temperature: float | None
    max_tokens: int | None
    tools: tuple[str, ...]
    enabled: bool
    crew: str | None = None


@dataclass(frozen=True)
class SearchChoice:
    """The search service that the owner chose; `url` is that of a SearXNG of their own."""

    kind: str
    url: str


@dataclass(frozen=True)
class PicturesChoice:
    """The model for pictures that the owner chose, and what one costs in USD."""

    provider: Literal["openai", "google"]
    model: str
    usd: float


@dataclass(frozen=True)
class Settings:
    """The community's settings. A budget of `None` is no limit; the rate is each member's.

    `turn_budget_usd` is the most that one turn may cost once it takes more than one step; `None`
    leaves it to us. Without a choice, there is no search and there are no pictures.
    """

    signup: str
    default_agents: tuple[str, ...]
    member_budget_usd: float | None
    pool_budget_usd: float | None
    turns_per_minute: float = DEFAULT_TURNS_PER_MINUTE
    turn_budget_usd: float | None = None
    search: SearchChoice | None = None
    pictures: PicturesChoice | None = None


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
    refs = rights_documents(uid, agent_id, model_id)
    return decode_rights(refs, read(refs))


def rights_documents(uid: str, agent_id: str, model_id: str) -> list[Document]:
    """Where everything is that access and budget need."""
    db = client()
    card = db.document("agents", agent_id)
    return [
        user(uid),
        card,
        card.collection("private").document("prompt"),
        user(uid).collection("agents").document(agent_id),
        db.document("models", model_id),
        db.document("settings", "app"),
    ]


def decode_rights(refs: list[Document], found: dict[str, dict[str, Any]]) -> Rights:
    """The rights from the documents that `rights_documents` names.

    Raises:
        Unavailable: one of the documents holds something that cannot be read.
    """
    account, card, _, _, model_at, _ = refs
    member, shared, prompt, personal, model, app = (found[ref.path] for ref in refs)
    return Rights(
        member=decode_member(account.id, member) if member else None,
        agent=decode_agent(card.id, shared, prompt) if shared else None,
        personal_agent=decode_agent(card.id, personal, {"text": personal.get("prompt", "")})
        if personal
        else None,
        model=decode_model(model_at.id, model) if model else None,
        settings=decode_settings(app),
    )


def find(uid: str) -> Member | None:
    """An account's document; `None` when it has none.

    Raises:
        Unavailable: it holds something that cannot be read.
    """
    fields = data(user(uid).get())
    return decode_member(uid, fields) if fields else None


def card_of(uid: str, agent_id: str) -> dict[str, str]:
    """The name and emoji of an agent, the member's own or the community's; empty for neither."""
    own = user(uid).collection("agents").document(agent_id or "-")
    shared = client().document("agents", agent_id or "-")
    found = read([own, shared])
    card = found[own.path] or found[shared.path]
    return {name: str(card.get(name) or "") for name in ("name", "emoji")}


def tools_of(member: Member) -> frozenset[str]:
    """The tools that the member's agents have: what their own agents may have too."""
    cards = [client().document("agents", agent) for agent in member.agents]
    found = read(cards).values() if cards else ()
    enabled = (card for card in found if card and card.get("enabled", True) is True)
    return frozenset(tool for card in enabled for tool in texts(card.get("tools")))


def settings() -> Settings:
    """The community's settings.

    Raises:
        Unavailable: they hold something that cannot be read.
    """
    return decode_settings(data(client().document("settings", "app").get()))


def decode_model(model_id: str, fields: dict[str, Any]) -> Model:
    """A model from its document.

    Raises:
        Unavailable: a field is missing or of the wrong kind.
    """
    where = f"models/{model_id}"
    temperature = fields.get("temperature")
    return Model(
        id=model_id,
        provider=text(where, fields, "provider"),
        name=text(where, fields, "name"),
        label=str(fields.get("label") or model_id),
        context_tokens=whole(where, fields, "contextTokens"),
        max_output_tokens=whole(where, fields, "maxOutputTokens"),
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
    tokens = amount(where, card, "maxTokens")
    return Agent(
        id=agent_id,
        prompt=str(prompt.get("text") or ""),
        models=texts(card.get("models")),
        temperature=amount(where, card, "temperature"),
        max_tokens=None if tokens is None else int(tokens),
        tools=texts(card.get("tools")),
        enabled=card.get("enabled", True) is True,
        crew=text(where, card, "crew") if card.get("crew") else None,
    )


def decode_member(uid: str, fields: dict[str, Any]) -> Member:
    """A member from their account's document.

    Raises:
        Unavailable: the budget is of the wrong kind.
    """
    return Member(
        uid=uid,
        agents=texts(fields.get("agents")),
        budget_usd=amount(f"users/{uid}", fields, "budgetUsd"),
        # Only a clear "no" lets a member in: a mistyped field must not.
        suspended=fields.get("suspended", False) is not False,
        owner=fields.get("owner") is True,
    )


def decode_settings(fields: dict[str, Any]) -> Settings:
    """The settings from their document.

    Raises:
        Unavailable: a number is of the wrong kind.
    """
    turns = amount("settings/app", fields, "turnsPerMinute")
    return Settings(
        signup=str(fields.get("signup") or "invite"),
        default_agents=texts(fields.get("defaultAgents")),
        member_budget_usd=amount("settings/app", fields, "memberBudgetUsd"),
        pool_budget_usd=amount("settings/app", fields, "poolBudgetUsd"),
        turns_per_minute=DEFAULT_TURNS_PER_MINUTE if turns is None else turns,
        turn_budget_usd=amount("settings/app", fields, "turnBudgetUsd"),
        search=_search(fields.get("search")),
        pictures=pictures_of(fields.get("pictures")),
    )


def _search(value: Any) -> SearchChoice | None:
    fields = cast(dict[str, Any], value) if isinstance(value, dict) else {}
    kind = str(fields.get("kind") or "")
    return SearchChoice(kind, str(fields.get("url") or "")) if kind else None


def pictures_of(value: Any) -> PicturesChoice | None:
    """The choice; `None` without a price, or without a model of a provider that makes pictures.

    A model is named with its provider, as everywhere; one without is OpenAI's.
    """
    fields = cast(dict[str, Any], value) if isinstance(value, dict) else {}
    named, usd = str(fields.get("model") or ""), amount("settings/app pictures", fields, "usd")
    provider, _, model = named.rpartition(":")
    if not model or usd is None:
        return None
    match provider:
        case "google":
            return PicturesChoice("google", model, usd)
        case "openai" | "":
            return PicturesChoice("openai", model, usd)
        case _:
            return None


def _price(where: str, value: Any) -> Price | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad(where, "price")
    fields = cast(dict[str, Any], value)
    read_price = amount(where, fields, "input")
    write_price = amount(where, fields, "output")
    if read_price is None or write_price is None:
        return None
    cached = amount(where, fields, "cachedInput")
    cache_write = amount(where, fields, "cacheWrite")
    return Price(read_price, write_price, read_price if cached is None else cached, cache_write)


def _range(where: str, value: Any) -> tuple[float, float]:
    fields = cast(dict[str, Any], value) if isinstance(value, dict) else {}
    low, high = amount(where, fields, "min"), amount(where, fields, "max")
    if low is None or high is None or low > high:
        raise bad(where, "temperature")
    return low, high


def suspended_by_auth() -> set[str]:
    """The accounts that are suspended here because they are disabled in Auth."""
    query = client().collection("users").where(filter=FieldFilter("suspendedBy", "==", "auth"))
    return {snapshot.id for snapshot in query.stream()}


def suspend_by_auth(uids: set[str]) -> int:
    """Suspend those of the accounts that have joined and are not suspended. Returns how many."""
    found = read([user(uid) for uid in uids]) if uids else {}
    free = [path for path, fields in found.items() if fields and not fields.get("suspended")]
    for path in free:
        client().document(path).update({"suspended": True, "suspendedBy": "auth"})
    return len(free)


def release_by_auth(uids: set[str]) -> int:
    """Let accounts in again that are no longer disabled in Auth. Returns how many."""
    for uid in uids:
        user(uid).update({"suspended": False, "suspendedBy": DELETE_FIELD})
    return len(uids)


def publish_providers(status: dict[str, dict[str, bool]]) -> None:
    """Tell clients which providers are set up. Writes only what has changed."""
    ref = client().document("settings", "providers")
    if data(ref.get()) != status:
        ref.set(status)
