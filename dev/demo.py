"""The demo account, on the emulators alone: signed up, verified, with every agent.

    python -m dev.demo

Wants the environment of the emulators: `GCLOUD_PROJECT`, `FIREBASE_AUTH_EMULATOR_HOST` and
`FIRESTORE_EMULATOR_HOST`. Plant the seed first.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from dev.paths import FUNCTIONS
from dev.says import Trouble, give_up

sys.path.append(str(FUNCTIONS))

EMAIL = "demo@hearth.test"
PASSWORD = "hearth-demo"
NAME = "Demo"


def make_demo() -> str:
    """Make the demo account, or make it right again. Returns its uid.

    Raises:
        Trouble: this is no demo project on emulators, where anyone may know the password.
    """
    _check_emulators()
    import seeding
    from store import seeds

    uid = _account()
    seeds.admit(uid, email=EMAIL, name=NAME, agents=list(seeding.load().agents), owner=False)
    return uid


def _check_emulators() -> None:
    project = os.environ.get("GCLOUD_PROJECT", "")
    hosts = ("FIREBASE_AUTH_EMULATOR_HOST", "FIRESTORE_EMULATOR_HOST")
    if not project.startswith("demo-") or not all(os.environ.get(host) for host in hosts):
        raise Trouble("The demo account is for the emulators and a demo- project only.")


def _account() -> str:
    from firebase_admin import auth as sdk

    import auth

    accounts: Any = sdk
    app = auth.app()
    fields = {"password": PASSWORD, "display_name": NAME, "email_verified": True, "disabled": False}
    try:
        uid = accounts.get_user_by_email(EMAIL, app=app).uid
    except accounts.UserNotFoundError:
        return accounts.create_user(email=EMAIL, app=app, **fields).uid
    return accounts.update_user(uid, app=app, **fields).uid


def main() -> int:
    try:
        make_demo()
    except Trouble as trouble:
        return give_up(trouble)
    print(f"The demo account is {EMAIL}, password {PASSWORD}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
