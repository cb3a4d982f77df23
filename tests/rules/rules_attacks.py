"""What somebody might try: each attack beside what is allowed on the same document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from firestore_rest import GONE, ITS_PATH, NOW, Fields, Filter
from rules_cases import Case, Operation
from rules_fields import describe, text
from rules_people import Who, account
from rules_table import (
    CARD,
    FAR_OFF,
    IMAGE,
    LONG_AGO,
    MESSAGE,
    NOTE,
    PERSONAL_AGENT,
    PREFERENCES,
    REQUEST,
)

# ---- One's own account: only the functions and the console change it.

ACCOUNT_CHANGES: tuple[tuple[Who, Fields], ...] = (
    ("owner", {"agents": ["hearth", "tutor"]}),
    ("owner", {"budgetUsd": 1_000_000}),
    ("owner", {"budgetUsd": None}),
    ("owner", {"email": "owner@hearth.test"}),
    ("owner", {"role": "admin"}),
    ("owner", {"owner": True}),
    ("owner", {"invites": ["welcome"]}),
    ("owner", {"createdAt": NOW}),
    ("suspended", {"suspended": False}),
    ("suspended", {"suspended": GONE}),
    ("mistyped", {"suspended": False, "agents": ["hearth", "tutor"]}),
    ("waiting", {"agents": ["hearth"]}),
)
OWN_ACCOUNT: tuple[Case, ...] = tuple(
    Case(who, "update", "users/{home}", who == "console", sent=change, note=describe(change))
    for attacker, change in ACCOUNT_CHANGES
    for who in (attacker, "console")
)

# ---- Membership: only an account that is clearly free to come in is let in.

ACCOUNTS: tuple[tuple[bool, Fields], ...] = (
    (True, {"suspended": False}),
    (True, {"suspended": GONE}),
    (False, {"suspended": True}),
    (False, {"suspended": None}),
    (False, {"suspended": "false"}),
    (False, {"suspended": 0}),
    (False, {"suspended": []}),
    (True, {"agents": ["tutor"]}),
    (False, {"agents": []}),
    (False, {"agents": GONE}),
    (False, {"agents": None}),
    (False, {"agents": "hearth"}),
    (False, {"agents": {"hearth": True}}),
)
MEMBERSHIP: tuple[Case, ...] = tuple(
    Case(
        "owner",
        "get",
        "users/{home}/notes/n1",
        allowed,
        stored=NOTE,
        account=account(**change),
        note=describe(change),
    )
    for allowed, change in ACCOUNTS
)

# ---- Messages: an answer is what the model said, and its state is the server's.

QUIET: Fields = {**MESSAGE, "heartbeatAt": LONG_AGO}
WORDS: list[Any] = [{"type": "text", "text": "I never said that"}]
MESSAGE_CHANGES: tuple[tuple[str, Fields, tuple[Fields, ...], tuple[Fields, ...]], ...] = (
    (
        "running",
        MESSAGE,
        ({"stop": True},),
        (
            {"stop": False},
            {"stop": "yes"},
            {"stop": 1},
            {"stop": GONE},
            {"stop": True, "status": "stopped"},
            {"stop": True, "heartbeatAt": NOW},
            {"stop": True, "parts": WORDS},
            {"stop": True, "rating": "good"},
            {"status": "interrupted"},
            {"status": "stopped"},
            {"status": "done"},
            {"status": GONE},
            {"heartbeatAt": LONG_AGO},
            {"parts": WORDS},
            {"tail": [{"n": 99, "parts": WORDS}]},
            {"role": "user"},
            {"parent": None},
            {"agent": "tutor"},
            {"model": "cohere:command"},
            {"usage": {"usd": 0}},
            {"reserved": {"usd": 0}},
            {"reserved": GONE},
            {"open": False},
            {"turn": "m2"},
            {"createdAt": NOW},
            {"error": {"code": "internal", "message": "No."}},
        ),
    ),
    (
        "without a sign of life",
        QUIET,
        ({"status": "interrupted"}, {"stop": True}),
        (
            {"status": "done"},
            {"status": "stopped"},
            {"status": "error"},
            {"status": GONE},
            {"status": "interrupted", "stop": True},
            {"status": "interrupted", "parts": []},
            {"status": "interrupted", "open": False},
            {"status": "interrupted", "heartbeatAt": NOW},
            {"status": "interrupted", "usage": {"usd": 0}},
            {"heartbeatAt": NOW},
        ),
    ),
    (
        "silent for 40 s",
        {**MESSAGE, "heartbeatAt": timedelta(seconds=-40)},
        ({"status": "interrupted"},),
        (),
    ),
    (
        "silent for 20 s",
        {**MESSAGE, "heartbeatAt": timedelta(seconds=-20)},
        (),
        ({"status": "interrupted"},),
    ),
    (
        "without a heartbeat",
        {name: value for name, value in MESSAGE.items() if name != "heartbeatAt"},
        ({"stop": True},),
        ({"status": "interrupted"},),
    ),
    *(
        (
            status,
            {**QUIET, "status": status, "open": False},
            (),
            (
                {"stop": True},
                {"status": "streaming"},
                {"status": "interrupted", "open": False},
                {"parts": WORDS},
            ),
        )
        for status in ("done", "stopped", "interrupted", "error")
    ),
    (
        "of a person",
        {"role": "user", "parts": WORDS, "parent": None, "status": "done", "createdAt": LONG_AGO},
        (),
        ({"parts": []}, {"role": "assistant"}, {"parent": "m0-r"}, {"stop": True}),
    ),
)


def _message_cases() -> Iterable[Case]:
    for state, stored, good, bad in MESSAGE_CHANGES:
        for allowed, changes in ((True, good), (False, bad)):
            for change in changes:
                for who in ("owner", "console"):
                    yield Case(
                        who,
                        "update",
                        "users/{home}/threads/t1/messages/m1-r",
                        allowed or who == "console",
                        stored=stored,
                        sent=change,
                        note=f"{state}: {describe(change)}",
                    )


MESSAGES: tuple[Case, ...] = tuple(_message_cases())

# ---- Ids: those that a client may make.

IDS: tuple[tuple[bool, str], ...] = (
    (True, "a"),
    (True, "Az_0-9"),
    (True, text(80)),
    (False, text(81)),
    (False, "a.b"),
    (False, "a b"),
    (False, "a:b"),
    (False, "é"),
    (False, "a\nb"),
)
NAMED: tuple[Case, ...] = tuple(
    Case("owner", "create", folder.replace("{id}", name), allowed, sent=fields)
    for folder, fields in (
        ("users/{home}/agents/{id}", PERSONAL_AGENT),
        ("users/{home}/notes/{id}", NOTE),
        ("users/{home}/threads/t1/images/{id}", IMAGE),
        ("users/{home}/threads/{id}/images/i1", IMAGE),
    )
    for allowed, name in IDS
)

MONTHS: tuple[Case, ...] = tuple(
    Case(who, "create", f"users/{{home}}/requests/{month}", good or who == "console", sent=REQUEST)
    for good, month in (
        (True, "2026-09"),
        (True, "2026-12"),
        (False, "2026-00"),
        (False, "2026-13"),
        (False, "2026-1"),
        (False, "1926-01"),
        (False, "2026-01-01"),
        (False, "budget"),
    )
    for who in ("owner", "console")
)

# ---- Places: what no rule names is nobody's, and nothing hides under what one may write.

NOWHERE = (
    "secrets/x",
    "settings/other",
    "settings/app/drafts/x",
    "models/tiny/prices/x",
    "agents/hearth/private/other",
    "agents/hearth/versions/x",
    "shares/s1/messages/x",
    "shares/s1/pages/0",
    "shares/s1/images/i1",
    "shares/s1/private/origin",
    "users/{home}/requests/2026-01/answers/x",
    "users/{home}/secrets/x",
    "users/{home}/preferences/other",
    "users/{home}/preferences/app/old/x",
    "users/{home}/agents/mine/private/prompt",
    "users/{home}/notes/n1/versions/x",
    "users/{home}/usage/2026-01/turns/x",
    "users/{home}/threads/t1/drafts/x",
    "users/{home}/threads/t1/messages/m1/versions/x",
    "users/{home}/threads/t1/images/i1/versions/x",
)
_ANYTHING: tuple[Operation, ...] = ("get", "list", "create", "update", "delete")
UNNAMED: tuple[Case, ...] = tuple(
    Case(who, operation, path, who == "console", {"text": "x"}, {"text": "y"}, limit=1)
    for path in NOWHERE
    for operation in _ANYTHING
    for who in ("owner", "console")
)
ORPHANS: tuple[Case, ...] = (
    # An image is stored before the turn that carries it, which makes the thread.
    Case("owner", "create", "users/{home}/threads/no-such/images/i1", True, sent=IMAGE),
    *(
        Case(
            who,
            "create",
            "users/{home}/threads/no-such/messages/m1",
            who == "console",
            sent={**MESSAGE, "role": role},
            note=role,
        )
        for role in ("user", "assistant")
        for who in ("owner", "console")
    ),
)

# ---- Shares: whoever has the id, until they end.

SHARES: tuple[Case, ...] = tuple(
    Case("signed out", "get", "shares/s1", allowed, stored=stored, note=note)
    for allowed, stored, note in (
        (True, {"title": "Bread", "expiresAt": FAR_OFF}, "ends later"),
        (True, {"title": "Bread", "expiresAt": None}, "never ends"),
        (False, {"title": "Bread", "expiresAt": timedelta(seconds=-1)}, "has ended"),
        (False, {"title": "Bread", "expiresAt": "never"}, "mistyped end"),
        (False, {"title": "Bread"}, "no end"),
        # Nobody learns whether there is one.
        (False, None, "no share"),
    )
)

# ---- Lists: what may be got one by one is not listed, however narrow the list.

SHARE: Fields = {"title": "Bread", "expiresAt": None}
NARROW: tuple[tuple[str, Fields, Filter], ...] = (
    ("shares/s1", SHARE, ("expiresAt", None)),
    ("shares/s1", SHARE, (ITS_PATH, "shares/s1")),
    ("agents/hearth", CARD, (ITS_PATH, "agents/hearth")),
    ("settings/app", {"name": "Hearth"}, (ITS_PATH, "settings/app")),
    ("settings/providers", {"openai": {}}, (ITS_PATH, "settings/providers")),
    ("users/{home}", account(), (ITS_PATH, "users/ada")),
    ("users/{home}/preferences/app", PREFERENCES, (ITS_PATH, "users/ada/preferences/app")),
)
NARROWED: tuple[Case, ...] = tuple(
    Case(who, "list", path, who == "console", stored, limit=1, where=where, note=f"by {where[0]}")
    for path, stored, where in NARROW
    for who in ("owner", "signed out", "console")
)

CASES: tuple[Case, ...] = (
    *OWN_ACCOUNT,
    *MEMBERSHIP,
    *MESSAGES,
    *NAMED,
    *MONTHS,
    *UNNAMED,
    *ORPHANS,
    *SHARES,
    *NARROWED,
)
