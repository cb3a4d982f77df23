"""What a member can choose from: their agents, and the community's models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google.cloud.firestore import FieldFilter

from errors import Unavailable
from messages import Model
from store.client import client, data, read, user
from store.members import Member, decode_member, decode_model

MAX_AGENTS = 200
MAX_MODELS = 500


@dataclass(frozen=True)
class Catalogue:
    """An account with what it can choose from. `member` is `None` for one that has not joined."""

    member: Member | None
    agents: tuple[str, ...]
    models: tuple[Model, ...]


def catalogue(uid: str) -> Catalogue:
    """Everything that is switched on. A document that can't be read is left out."""
    fields = data(user(uid).get())
    member = decode_member(uid, fields) if fields else None
    return Catalogue(member, _agents(uid, member), _models())


def default_model(uid: str, agent_id: str) -> str | None:
    """The model that an agent has of its own, personal or not; `None` when it names none."""
    refs = [user(uid).collection("agents").document(agent_id)]
    refs.append(client().document("agents", agent_id))
    personal, shared = (read(refs)[ref.path] for ref in refs)
    model = (personal or shared).get("model")
    return model if isinstance(model, str) and model else None


def _agents(uid: str, member: Member | None) -> tuple[str, ...]:
    if member is None:
        return ()
    refs = [client().document("agents", agent_id) for agent_id in member.agents]
    cards = read(refs, field_paths=["enabled"]) if refs else {}
    shared = [ref.id for ref in refs if ref.path in cards and _is_on(cards[ref.path])]
    own = user(uid).collection("agents").limit(MAX_AGENTS).stream()
    personal = [card.id for card in own if _is_on(data(card))]
    return tuple(dict.fromkeys([*personal, *shared]))


def _is_on(card: dict[str, Any]) -> bool:
    return card.get("enabled") is True


def _models() -> tuple[Model, ...]:
    enabled = client().collection("models").where(filter=FieldFilter("enabled", "==", True))
    found: list[Model] = []
    for snapshot in enabled.order_by("order").limit(MAX_MODELS).stream():
        try:
            found.append(decode_model(snapshot.id, data(snapshot)))
        except Unavailable:
            # The owner is told of it elsewhere, and whoever names it is told why.
            continue
    return tuple(found)
