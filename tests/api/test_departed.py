"""Accounts deleted in the Auth console: what they left goes days later, and never by mistake."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from firebase_admin import auth as sdk
from google.cloud.firestore import DELETE_FIELD, FieldFilter

import auth
import departed
from hearth import Account, Hearth, turn
from store.departed import everybody

accounts: Any = sdk


@pytest.fixture
def olga(hearth: Hearth) -> Generator[Account]:
    """An owner, without whom no list of accounts is believed."""
    olga = hearth.member("olga", owner=True)
    yield olga
    hearth.db.document("users", olga.uid).delete()
    for uid, known in everybody().items():
        if known.gone_since is not None:
            hearth.db.document("users", uid).update({"goneSince": DELETE_FIELD})


@pytest.fixture
def dora(hearth: Hearth) -> Account:
    """A member whose account was deleted in the console."""
    dora = hearth.member("dora")
    assert hearth.post("chat", turn("Remember me."), dora.token).status == 200
    accounts.delete_user(dora.uid, app=auth.app())
    return dora


def left_by(hearth: Hearth, account: Account) -> int:
    """How many documents there are of an account."""
    home = hearth.db.document("users", account.uid)
    under = sum(1 for folder in home.collections() for _ in folder.recursive().stream())
    return under + (1 if home.get().exists else 0)


def gone_since(hearth: Hearth, account: Account) -> datetime | None:
    return hearth.db.document("users", account.uid).get().to_dict().get("goneSince")


def long_gone(hearth: Hearth, account: Account) -> None:
    """Days go by since the first look."""
    then = datetime.now(UTC) - departed.PATIENCE
    hearth.db.document("users", account.uid).update({"goneSince": then})


@pytest.mark.usefixtures("olga")
def test_what_a_deleted_account_left_is_erased_on_a_second_look_days_later(
    hearth: Hearth, dora: Account
) -> None:
    stays = hearth.member("stella")
    hearth.post("chat", turn("I stay."), stays.token)
    before, kept = left_by(hearth, dora), left_by(hearth, stays)
    assert departed.follow() == 0
    first = gone_since(hearth, dora)
    assert first is not None
    assert gone_since(hearth, stays) is None
    # The next day's look is too early, and does not begin to count anew.
    hearth.db.document("users", dora.uid).update({"goneSince": first - timedelta(days=1)})
    assert departed.follow() == 0
    assert gone_since(hearth, dora) == first - timedelta(days=1)
    assert left_by(hearth, dora) == before

    long_gone(hearth, dora)
    assert departed.follow() == 1
    assert left_by(hearth, dora) == 0
    assert left_by(hearth, stays) == kept


@pytest.mark.usefixtures("olga")
def test_an_account_that_is_back_keeps_everything(hearth: Hearth, dora: Account) -> None:
    before = left_by(hearth, dora)
    departed.follow()
    long_gone(hearth, dora)
    accounts.create_user(uid=dora.uid, email=dora.email, app=auth.app())
    assert departed.follow() == 0
    assert gone_since(hearth, dora) is None
    assert left_by(hearth, dora) == before


def test_a_list_of_accounts_without_an_owner_proves_nothing(
    hearth: Hearth, olga: Account, dora: Account
) -> None:
    before = left_by(hearth, dora)
    long_gone(hearth, dora)
    owners = hearth.db.collection("users").where(filter=FieldFilter("owner", "==", True)).stream()
    for other in owners:
        if other.id != olga.uid:
            hearth.db.document("users", other.id).update({"owner": False})
    accounts.delete_user(olga.uid, app=auth.app())
    assert departed.follow() == 0
    assert left_by(hearth, dora) == before
    assert gone_since(hearth, olga) is None


def test_nothing_is_marked_or_erased_when_the_accounts_cannot_be_listed(
    hearth: Hearth, olga: Account, dora: Account
) -> None:
    gone = hearth.member("gone")
    accounts.delete_user(gone.uid, app=auth.app())
    long_gone(hearth, dora)
    before = left_by(hearth, dora)
    unplugged = hearth.server("tidy", FIREBASE_AUTH_EMULATOR_HOST="127.0.0.1:1")
    with hearth.open(unplugged.url, {}) as response:
        assert response.status == 500
    assert left_by(hearth, dora) == before
    assert gone_since(hearth, gone) is None
    # The same function, plugged in, does both.
    with hearth.open(hearth.url("tidy"), {}) as response:
        assert response.status == 200
    assert left_by(hearth, dora) == 0
    assert gone_since(hearth, gone) is not None
    assert gone_since(hearth, olga) is None
