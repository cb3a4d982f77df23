"""Planting the seed and the demo account, in the emulators: once, again, and after an edit."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from firebase_admin import auth as sdk

import auth
import seeding
from dev import demo
from dev.emulators import Ports
from dev.says import Trouble
from hearth import plant
from store.client import client
from store.members import Rights, rights

accounts: Any = sdk
OWNER = "owner@hearth.test"


@pytest.fixture(autouse=True)
def empty(emulators: Ports) -> Generator[None]:
    """A project without documents or accounts; afterwards it is planted, as other tests want it."""
    assert emulators
    _empty()
    yield
    _empty()
    plant()


def _empty() -> None:
    for name in ("models", "agents", "settings", "users"):
        client().recursive_delete(client().collection(name))
    for account in accounts.list_users(app=auth.app()).iterate_all():
        accounts.delete_user(account.uid, app=auth.app())


def fields(path: str) -> dict[str, Any]:
    return client().document(path).get().to_dict()


def rights_of(uid: str, agent: str) -> Rights:
    return rights(uid, agent, fields(f"agents/{agent}")["model"])


def test_a_new_project_gets_everything_and_a_planted_one_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert seeding.main([]) == 0
    assert capsys.readouterr().out == "Created 27 models, 8 agents, 1 settings.\n"
    assert seeding.main([]) == 0
    assert capsys.readouterr().out == "Everything is there already.\n"


def test_what_the_owner_edited_stays_and_what_is_missing_comes_back() -> None:
    seeding.sow()
    client().document("agents/hearth/private/prompt").set({"text": "Be brief."})
    client().document("models/openai:gpt-6-luna").update({"enabled": False})
    client().document("agents/tutor").delete()
    assert seeding.sow() == ["agents/tutor"]
    assert fields("agents/hearth/private/prompt") == {"text": "Be brief."}
    assert fields("models/openai:gpt-6-luna")["enabled"] is False


def test_signup_is_by_invitation_until_it_is_chosen_otherwise() -> None:
    seeding.sow()
    assert fields("settings/app")["signup"] == "invite"
    seeding.sow(signup="open")
    assert fields("settings/app")["signup"] == "open"
    seeding.sow()
    assert fields("settings/app")["signup"] == "open"


def test_an_owner_who_has_signed_up_gets_every_agent() -> None:
    confirmed = {"email": OWNER, "email_verified": True, "display_name": "Ada"}
    uid = accounts.create_user(**confirmed, app=auth.app()).uid
    # As `join` leaves an account that nobody has invited.
    client().document(f"users/{uid}").set({"email": OWNER, "agents": [], "budgetUsd": 2.5})
    seeding.sow(owner=OWNER)
    account = fields(f"users/{uid}")
    assert account["owner"] is True
    assert account["agents"] == list(seeding.load().agents)
    assert account["budgetUsd"] == 2.5
    assert rights_of(uid, "coder").member is not None


def test_an_address_that_nobody_has_confirmed_makes_no_owner(
    capsys: pytest.CaptureFixture[str],
) -> None:
    uid = accounts.create_user(email=OWNER, app=auth.app()).uid
    assert seeding.main(["--owner", OWNER]) == 1
    assert "not confirmed" in capsys.readouterr().err
    assert not client().document(f"users/{uid}").get().exists


def test_an_owner_who_has_not_signed_up_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert seeding.main(["--owner", OWNER]) == 1
    assert (
        capsys.readouterr().err
        == f"Nobody has signed up as {OWNER} yet. Sign up, then try again.\n"
    )


def test_the_demo_account_is_made_once_and_can_use_every_agent() -> None:
    seeding.sow()
    uid = demo.make_demo()
    assert demo.make_demo() == uid
    account = accounts.get_user_by_email(demo.EMAIL, app=auth.app())
    assert (account.uid, account.email_verified) == (uid, True)
    for agent in seeding.load().agents:
        found = rights_of(uid, agent)
        assert found.member is not None
        assert found.agent is not None
        assert agent in found.member.agents
        assert found.agent.prompt


@pytest.mark.parametrize(
    ("name", "value"),
    [("GCLOUD_PROJECT", "my-hearth"), ("FIRESTORE_EMULATOR_HOST", "")],
)
def test_the_demo_account_is_refused_outside_the_emulators(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Trouble):
        demo.make_demo()
