"""The table: who x operation x expected, for every path of firestore.rules.

A new `match` in firestore.rules needs a row here (test_rules_complete.py says so), and its
validator a row in rules_fields.py. Whoever a row does not name is expected to be refused, and the
console, which the rules do not bind, makes the same request on the same document: so a refusal
can't be the fault of the request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from firestore_rest import NOW, Fields
from rules_cases import OPERATIONS, Case, Operation
from rules_people import (
    EVERYBODY,
    MEMBERS,
    NOBODY,
    ONESELF,
    OTHER_MEMBER,
    OWNER,
    PEOPLE,
    WELCOME,
    Who,
    account,
)

Asked = frozenset[Who]

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
FAR_OFF = datetime(2126, 1, 1, tzinfo=UTC)

CARD: Fields = {
    "name": "Hearth",
    "description": "Helps with anything.",
    "emoji": "🔥",
    "starters": ["What can you do?"],
    "models": [],
    "model": "openai:gpt-5.5",
    "temperature": 0.7,
    "maxTokens": None,
    "tools": [],
    "enabled": True,
}
PERSONAL_AGENT: Fields = {**CARD, "prompt": "Be kind."}
THREAD: Fields = {
    "title": "Bread",
    "pinned": False,
    "archived": False,
    "agent": "hearth",
    "model": "openai:gpt-5.5",
    "temperature": None,
    "maxTokens": 1000,
    "leaf": "m1-r",
    "createdAt": LONG_AGO,
    "updatedAt": LONG_AGO,
}
MESSAGE: Fields = {
    "role": "assistant",
    "parts": [{"type": "text", "text": "Knead it"}],
    "parent": "m1",
    "status": "streaming",
    "agent": "hearth",
    "model": "openai:gpt-5.5",
    "turn": "m1",
    "open": True,
    "stop": False,
    "heartbeatAt": NOW,
    "createdAt": LONG_AGO,
}
NOTE: Fields = {"text": "Buy flour", "source": None, "updatedAt": NOW}
IMAGE: Fields = {"mediaType": "image/png", "data": "iVBORw0KGgo=", "createdAt": NOW}
USAGE: Fields = {"spentUsd": 1.5, "reservedUsd": 0.0, "inputTokens": 10, "outputTokens": 20}
REQUEST: Fields = {"usd": 20.0, "note": "For my thesis", "createdAt": NOW}
SHARED: Fields = {"threadId": "t1", "title": "Bread", "expiresAt": None, "omitted": 0, "views": 3}
PREFERENCES: Fields = {"agent": "hearth", "model": "openai:gpt-5.5"}


@dataclass(frozen=True)
class Row:
    """Who may do what with the documents of one path.

    Args:
        path: as firestore.rules has it, matches within matches joined.
        example: a document there.
        stored: its fields, good for a create as well.
        change: a good update of it.
        limit: the longest list that the rules allow.
    """

    path: str
    example: str
    stored: Fields
    change: Fields
    get: Asked = NOBODY
    list: Asked = NOBODY
    create: Asked = NOBODY
    update: Asked = NOBODY
    delete: Asked = NOBODY
    # No rule reaches across collections of one name, so nobody may.
    group: Asked = field(default=NOBODY, init=False)
    limit: int | None = None

    def who_may(self, operation: Operation) -> Asked:
        asked: dict[Operation, Asked] = {
            "get": self.get,
            "list": self.list,
            "count": self.list,
            "group": self.group,
            "create": self.create,
            "update": self.update,
            "delete": self.delete,
        }
        return asked[operation]


TABLE: tuple[Row, ...] = (
    # ---- The community
    Row(
        path="settings/app",
        example="settings/app",
        stored={"name": "Hearth", "signup": "invite", "defaultAgents": ["hearth"]},
        change={"signup": "open"},
        get=WELCOME,
    ),
    Row(
        path="settings/providers",
        example="settings/providers",
        stored={"openai": {"configured": True}},
        change={"openai": {"configured": False}},
        get=MEMBERS,
    ),
    Row(
        path="settings/problems",
        example="settings/problems",
        stored={"problems": [{"where": "models/openai:x", "text": "It has no price."}]},
        change={"problems": []},
    ),
    Row(
        path="models/{modelId}",
        example="models/openai:gpt-5.5",
        stored={"provider": "openai", "name": "gpt-5.5", "enabled": True, "order": 1},
        change={"price": {"input": 0, "output": 0}},
        get=MEMBERS,
        list=MEMBERS,
    ),
    Row(
        path="agents/{agentId}",
        example="agents/hearth",
        stored=CARD,
        change={"enabled": False},
        get=OWNER,
    ),
    Row(
        path="agents/{agentId}",
        example="agents/tutor",
        stored=CARD,
        change={"enabled": False},
        get=OTHER_MEMBER,
    ),
    Row(
        path="agents/{agentId}/private/prompt",
        example="agents/hearth/private/prompt",
        stored={"text": "Never say this aloud."},
        change={"text": "Obey me."},
    ),
    Row(
        path="integrations/{integrationId}",
        example="integrations/maps",
        stored={"kind": "mcp", "url": "https://maps.example", "secret": "MAPS", "enabled": True},
        change={"url": "https://evil.example"},
    ),
    Row(
        path="invites/{code}",
        example="invites/welcome",
        stored={"agents": ["hearth"], "budgetUsd": 5.0, "seats": 3, "used": 0},
        change={"seats": 1000},
    ),
    Row(
        path="crews/{crewId}",
        example="crews/research",
        stored={"name": "Research", "members": [], "tasks": [], "process": "sequential"},
        change={"limits": {"usd": 1000.0}},
    ),
    Row(
        path="tokens/{hash}",
        example="tokens/9f86d081884c7d65",
        stored={"uid": "ada", "id": "t1", "scope": "door", "label": "My editor"},
        change={"uid": "eve"},
    ),
    Row(
        path="usage/{yyyy-mm}",
        example="usage/2026-01",
        stored=USAGE,
        change={"spentUsd": 0.0},
    ),
    Row(
        path="shares/{shareId}",
        example="shares/s1",
        stored={"title": "Bread", "agent": {"name": "Hearth"}, "pages": 1, "expiresAt": FAR_OFF},
        change={"expiresAt": None},
        get=EVERYBODY,
    ),
    # ---- A member's own
    Row(
        path="users/{uid}",
        example="users/{home}",
        stored=account(),
        change={"displayName": "Ada the Great"},
        get=ONESELF,
    ),
    Row(
        path="users/{uid}/preferences/app",
        example="users/{home}/preferences/app",
        stored=PREFERENCES,
        change={"model": "cohere:command"},
        get=OWNER,
        create=OWNER,
        update=OWNER,
    ),
    Row(
        path="users/{uid}/preferences/approvals",
        example="users/{home}/preferences/approvals",
        stored={"allowed": ["web_page hearth.test"]},
        change={"allowed": []},
        get=OWNER,
        update=OWNER,
        delete=OWNER,
    ),
    Row(
        path="users/{uid}/agents/{agentId}",
        example="users/{home}/agents/mine",
        stored=PERSONAL_AGENT,
        change={"prompt": "Be brief."},
        get=OWNER,
        list=OWNER,
        create=OWNER,
        update=OWNER,
        delete=OWNER,
        limit=100,
    ),
    Row(
        path="users/{uid}/notes/{noteId}",
        example="users/{home}/notes/n1",
        stored=NOTE,
        change={"text": "Buy rye flour", "updatedAt": NOW},
        get=OWNER,
        list=OWNER,
        create=OWNER,
        update=OWNER,
        delete=OWNER,
        limit=500,
    ),
    Row(
        path="users/{uid}/usage/{month}",
        example="users/{home}/usage/2026-01",
        stored=USAGE,
        change={"spentUsd": 0.0},
        get=OWNER,
        list=OWNER,
        limit=100,
    ),
    Row(
        path="users/{uid}/tokens/{tokenId}",
        example="users/{home}/tokens/t1",
        stored={"label": "My editor", "ending": "wXyZ", "createdAt": LONG_AGO},
        change={"label": "Another"},
        get=OWNER,
        list=OWNER,
        limit=100,
    ),
    Row(
        path="users/{uid}/calls/{callId}",
        example="users/{home}/calls/c1",
        stored={"token": "9f86d081884c7d65", "stop": False, "heartbeatAt": NOW},
        change={"stop": True},
    ),
    Row(
        path="users/{uid}/requests/{month}",
        example="users/{home}/requests/2026-01",
        stored=REQUEST,
        change={"usd": 40.0},
        get=OWNER,
        create=OWNER,
    ),
    Row(
        path="users/{uid}/shares/{shareId}",
        example="users/{home}/shares/s1",
        stored=SHARED,
        change={"views": 0},
        get=OWNER,
        list=OWNER,
        limit=200,
    ),
    Row(
        path="users/{uid}/private/{name}",
        example="users/{home}/private/rates",
        stored={"invite": 1_800_000_000.0},
        change={"invite": 0.0},
    ),
    Row(
        path="users/{uid}/threads/{threadId}",
        example="users/{home}/threads/t1",
        stored=THREAD,
        change={"title": "Sourdough"},
        get=OWNER,
        list=OWNER,
        update=OWNER,
        delete=OWNER,
        limit=1000,
    ),
    Row(
        path="users/{uid}/threads/{threadId}/messages/{messageId}",
        example="users/{home}/threads/t1/messages/m1-r",
        stored=MESSAGE,
        change={"stop": True},
        get=OWNER,
        list=OWNER,
        update=OWNER,
        limit=2000,
    ),
    Row(
        path="users/{uid}/threads/{threadId}/images/{imageId}",
        example="users/{home}/threads/t1/images/i1",
        stored=IMAGE,
        change={"mediaType": "image/gif", "createdAt": NOW},
        get=OWNER,
        list=OWNER,
        create=OWNER,
        delete=OWNER,
        limit=20,
    ),
)


def _case(row: Row, who: Who, operation: Operation, **changes: Any) -> Case:
    return Case(
        who=who,
        operation=operation,
        path=row.example,
        allowed=changes.pop("allowed", who in row.who_may(operation)),
        stored=row.stored,
        sent=row.change if operation == "update" else row.stored,
        limit=changes.pop("limit", row.limit or 10),
        **changes,
    )


CASES: tuple[Case, ...] = tuple(
    _case(row, who, operation) for row in TABLE for who in PEOPLE for operation in OPERATIONS
)

# A list with a limit: as long as it may be, one longer, and without an end. A count is a list.
LIMITED: tuple[Case, ...] = tuple(
    _case(row, who, operation, limit=limit, allowed=who == "console" or good, note=note)
    for row in TABLE
    if row.limit is not None
    for operation in ("list", "count")
    for who in ("owner", "console")
    for limit, good, note in (
        (row.limit, True, "as many as may be"),
        (row.limit + 1, False, "one more than may be"),
        (None, False, "without a limit"),
    )
)
