"""The community as its owner sees it: what they have written, and how much is used. No threads."""

from __future__ import annotations

from typing import Any

from store.client import client, data, month, now, pool, read, usage, user

Fields = dict[str, Any]

MAX_MEMBERS = 1000


def written(collection: str) -> dict[str, Fields]:
    """The documents of a collection that the owner edits, by id."""
    found = client().collection(collection).limit(MAX_MEMBERS).stream()
    return {snapshot.id: data(snapshot) for snapshot in found}


def settings() -> Fields:
    """The community's settings as they stand there, good or not."""
    return data(client().document("settings", "app").get())


def prompts(agent_ids: list[str]) -> dict[str, Fields]:
    """The documents of the agents' prompts, by the id of their agent."""
    refs = {at: client().document("agents", at, "private", "prompt") for at in agent_ids}
    found = read(refs.values()) if refs else {}
    return {at: found[ref.path] for at, ref in refs.items()}


def publish_problems(problems: list[dict[str, str]]) -> None:
    """Put the problems where the owner finds them. Writes only what has changed."""
    ref = client().document("settings", "problems")
    if data(ref.get()).get("problems") != problems:
        ref.set({"problems": problems, "checkedAt": now()})


def problems() -> list[dict[str, str]]:
    """The problems as they were found last."""
    return data(client().document("settings", "problems").get()).get("problems", [])


def months(uids: list[str]) -> dict[str, tuple[Fields, Fields]]:
    """This month of each account: its usage, and what it has asked for."""
    at = month(now())
    pairs = {uid: (usage(uid, at), user(uid).collection("requests").document(at)) for uid in uids}
    refs = [ref for pair in pairs.values() for ref in pair]
    found = read(refs) if refs else {}
    return {uid: (found[own.path], found[asked.path]) for uid, (own, asked) in pairs.items()}


def pooled() -> Fields:
    """What the whole community has used this month."""
    return data(pool(month(now())).get())
