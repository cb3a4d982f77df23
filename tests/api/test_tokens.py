"""Personal tokens: made by members, shown once, stored as a hash."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from hearth import Account, Hearth


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


def test_a_token_is_shown_once_and_stored_as_a_hash(hearth: Hearth, ada: Account) -> None:
    made = hearth.call("create_token", ada.token, label="My editor", days=30)
    stored = hearth.db.document("tokens", hashlib.sha256(made["token"].encode()).hexdigest()).get()
    assert (stored.get("uid"), stored.get("id")) == (ada.uid, made["id"])
    shown = hearth.db.document("users", ada.uid, "tokens", made["id"]).get()
    assert (shown.get("label"), shown.get("ending")) == ("My editor", made["token"][-4:])
    assert (shown.get("expiresAt") - shown.get("createdAt")).days in (29, 30)
    secret = made["token"].removeprefix("hearth_")
    assert len(secret) == 43
    for document in (stored, shown):
        assert secret not in repr(document.to_dict())
    assert secret not in hearth.log("create_token")


def test_a_revoked_token_is_gone_and_cannot_be_revoked_again(hearth: Hearth, ada: Account) -> None:
    made = hearth.call("create_token", ada.token, label="Short-lived", days=None)
    assert hearth.call("revoke_token", ada.token, id=made["id"]) == {}
    assert hearth.call("revoke_token", ada.token, id=made["id"])["code"] == "not-found"
    assert not hearth.db.document("users", ada.uid, "tokens", made["id"]).get().exists


def test_nobody_revokes_the_token_of_another(hearth: Hearth, ada: Account) -> None:
    made = hearth.call("create_token", ada.token, label="Mine", days=None)
    eve = hearth.member("eve")
    assert hearth.call("revoke_token", eve.token, id=made["id"])["code"] == "not-found"
    assert hearth.db.document("users", ada.uid, "tokens", made["id"]).get().exists


@pytest.mark.parametrize(
    "fields", [{"suspended": True}, {"agents": []}], ids=["suspended", "waiting"]
)
def test_only_members_make_tokens(hearth: Hearth, fields: dict[str, Any]) -> None:
    account = hearth.member("bob")
    hearth.db.document("users", account.uid).update(fields)
    error = hearth.call("create_token", account.token, label="Mine", days=None)
    assert error["code"] == "permission-denied"


@pytest.mark.parametrize("name", ["create_token", "revoke_token"])
def test_without_an_id_token_nothing_is_done(hearth: Hearth, name: str) -> None:
    assert hearth.call(name)["code"] == "unauthenticated"


def test_a_personal_token_is_no_id_token(hearth: Hearth, ada: Account) -> None:
    made = hearth.call("create_token", ada.token, label="Mine", days=None)
    error = hearth.call("create_token", made["token"], label="Another", days=None)
    assert error["code"] == "unauthenticated"


@pytest.mark.parametrize(
    "arguments",
    [
        {"label": "", "days": 1},
        {"label": "x" * 81, "days": 1},
        {"label": 7, "days": 1},
        {"label": "Mine", "days": 0},
        {"label": "Mine", "days": 367},
        {"label": "Mine", "days": "1"},
        {"label": "Mine", "days": True},
    ],
)
def test_a_label_and_its_days_have_limits(
    hearth: Hearth, ada: Account, arguments: dict[str, Any]
) -> None:
    assert hearth.call("create_token", ada.token, **arguments)["code"] == "invalid-argument"


def test_an_account_has_no_more_tokens_than_it_may(hearth: Hearth) -> None:
    cleo = hearth.member("cleo")
    made = [hearth.call("create_token", cleo.token, label=str(n), days=1) for n in range(21)]
    assert [answer.get("code") for answer in made] == [None] * 20 + ["resource-exhausted"]
