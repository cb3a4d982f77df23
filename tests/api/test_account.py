"""A person's own account: everything can be taken along, and everything can be erased."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from firebase_admin import auth as sdk

import auth
from hearth import Account, Hearth, turn

CONFIRM = "delete everything"
accounts: Any = sdk
REFUSALS = ("unauthenticated", "permission-denied")


@pytest.fixture
def ada(hearth: Hearth) -> Account:
    """A member who has left something in every corner."""
    ada = hearth.member("ada")
    body = turn("Remember the lighthouse.")
    assert hearth.post("chat", body, ada.token).status == 200
    home = hearth.db.document("users", ada.uid)
    image = {"mediaType": "image/png", "data": "AAAA", "createdAt": datetime.now(UTC)}
    home.collection("threads").document(body["threadId"]).collection("images").document("i1").set(
        image
    )
    home.collection("notes").document("n1").set({"text": "Buy flour", "source": None})
    home.collection("agents").document("mine").set({"name": "Mine", "prompt": "Be kind."})
    home.collection("preferences").document("app").set({"agent": "hearth"})
    share = hearth.call(
        "share", ada.token, threadId=body["threadId"], leaf=f"{body['messageId']}-r"
    )
    hearth.db.document("users", ada.uid).update({"shareForTest": share["shareId"]})
    return ada


def under(hearth: Hearth, account: Account) -> list[str]:
    home = hearth.db.document("users", account.uid)
    found = [s.reference.path for folder in home.collections() for s in folder.recursive().stream()]
    return [*found, *([home.path] if home.get().exists else [])]


def test_an_export_holds_everything(hearth: Hearth, ada: Account) -> None:
    reply = hearth.post("export_account", {"data": {}}, ada.token)
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    result = reply.json()["result"]
    assert result["email"] == ada.email
    documents = result["documents"]
    stored = [path.removeprefix(f"users/{ada.uid}").lstrip("/") for path in under(hearth, ada)]
    assert sorted(documents) == sorted(path for path in stored if not path.startswith("private"))
    assert documents["notes/n1"]["text"] == "Buy flour"
    assert documents["agents/mine"]["prompt"] == "Be kind."
    texts = [fields.get("parts") for path, fields in documents.items() if "/messages/" in path]
    assert [{"type": "text", "text": "Remember the lighthouse."}] in texts
    datetime.fromisoformat(result["exportedAt"])


def test_an_export_holds_nothing_of_others(hearth: Hearth, ada: Account) -> None:
    eve = hearth.member("eve")
    body = hearth.post("export_account", {"data": {"uid": ada.uid}}, eve.token).body
    assert b"lighthouse" not in body
    assert ada.uid.encode() not in body


def test_everything_is_erased_and_the_receipt_says_what(hearth: Hearth, ada: Account) -> None:
    share_id = hearth.db.document("users", ada.uid).get().to_dict()["shareForTest"]
    before = under(hearth, ada)
    receipt = hearth.call("delete_account", ada.token, confirm=CONFIRM)
    assert receipt["left"] == 0
    deleted: dict[str, int] = receipt["deleted"]
    assert deleted["threads"] == 1
    assert deleted["messages"] == 2
    assert deleted["images"] == 1
    assert deleted["notes"] == 1
    assert deleted["agents"] == 1
    assert deleted["preferences"] == 1
    assert deleted["usage"] == 1
    assert deleted["users"] == 1
    assert deleted["shares"] == 1
    assert deleted["sign-ins"] == 1
    # The share's entry in the account went with the share.
    assert sum(deleted.values()) == len(before) + 1
    assert under(hearth, ada) == []
    share = hearth.db.document("shares", share_id)
    assert not share.get().exists
    assert [list(folder.stream()) for folder in share.collections()] == []
    with pytest.raises(accounts.UserNotFoundError):
        accounts.get_user(ada.uid, app=auth.app())


def test_an_account_that_is_gone_opens_nothing(hearth: Hearth, ada: Account) -> None:
    hearth.call("delete_account", ada.token, confirm=CONFIRM)
    # Servers remember for some seconds that there was an account, but it is no member any more.
    assert hearth.post("chat", turn(), ada.token).status in (401, 403)
    assert hearth.call("share", ada.token, threadId="t", leaf="m")["code"] in REFUSALS
    assert under(hearth, ada) == []


def test_an_account_that_is_gone_does_not_join_again(hearth: Hearth, ada: Account) -> None:
    """The client of another device, say, which asks to be let in as long as its token is good."""
    assert hearth.call("join", ada.token) == {"status": "member"}
    hearth.call("delete_account", ada.token, confirm=CONFIRM)
    assert hearth.call("join", ada.token)["code"] == "unauthenticated"
    assert under(hearth, ada) == []


def test_others_keep_everything(hearth: Hearth, ada: Account) -> None:
    bob = hearth.member("bob")
    body = turn("I stay.")
    hearth.post("chat", body, bob.token)
    before = under(hearth, bob)
    hearth.call("delete_account", ada.token, confirm=CONFIRM, uid=bob.uid)
    assert under(hearth, bob) == before
    accounts.get_user(bob.uid, app=auth.app())


@pytest.mark.parametrize("confirm", [None, "", True, "yes", "DELETE EVERYTHING"])
def test_what_is_not_confirmed_is_not_done(hearth: Hearth, confirm: Any) -> None:
    ida = hearth.member("ida")
    answer = hearth.call("delete_account", ida.token, confirm=confirm)
    assert answer["code"] == "invalid-argument"
    assert len(under(hearth, ida)) == 1
    assert hearth.call("delete_account", ida.token, confirm=CONFIRM)["left"] == 0


def test_a_suspended_member_and_a_guest_can_leave_too(hearth: Hearth) -> None:
    for account in (hearth.member("sam", suspended=True), hearth.account("guest")):
        receipt = hearth.call("delete_account", account.token, confirm=CONFIRM)
        assert receipt["left"] == 0
        with pytest.raises(accounts.UserNotFoundError):
            accounts.get_user(account.uid, app=auth.app())
