"""Plants the seed in a project: the models, agents and settings that a new Hearth starts with.

    python seeding.py [--signup open|invite] [--owner EMAIL]

Run it in this folder, as often as you like: it creates what is missing and changes nothing else.
`GCLOUD_PROJECT` names the project, `FIRESTORE_EMULATOR_HOST` an emulator.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

SEED = Path(__file__).parent / "seed"

Documents = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Seed:
    """The seed's documents by id; `prompts` by the id of their agent."""

    models: Documents
    agents: Documents
    crews: Documents
    settings: Documents
    prompts: dict[str, str]


def load() -> Seed:
    """The seed, from its folder."""
    return Seed(
        models=_read("models"),
        agents=_read("agents"),
        crews=_read("crews"),
        settings=_read("settings"),
        prompts={path.stem: path.read_text().strip() for path in (SEED / "prompts").glob("*.md")},
    )


def documents(seed: Seed) -> Documents:
    """The seed's documents by path. An agent's prompt comes before its card."""
    prompts = {f"agents/{at}/private/prompt": {"text": text} for at, text in seed.prompts.items()}
    return {
        **{f"models/{at}": fields for at, fields in seed.models.items()},
        **prompts,
        **{f"agents/{at}": fields for at, fields in seed.agents.items()},
        **{f"crews/{at}": fields for at, fields in seed.crews.items()},
        **{f"settings/{at}": fields for at, fields in seed.settings.items()},
    }


def _read(name: str) -> Documents:
    return cast(Documents, json.loads((SEED / f"{name}.json").read_text()))


def sow(*, signup: str | None = None, owner: str | None = None) -> list[str]:
    """Plant the seed. Returns the paths of the documents created.

    Args:
        signup: who may join, "invite" or "open"; `None` leaves it as it is.
        owner: the e-mail address of an account that becomes the owner, with every agent.

    Raises:
        LookupError: nobody has signed up with that address yet, or confirmed it.
    """
    from store import seeds

    seed = load()
    created = seeds.plant(documents(seed))
    if signup is not None:
        seeds.choose_signup(signup)
    if owner is not None:
        uid, name = _account(owner)
        seeds.admit(uid, email=owner, name=name, agents=list(seed.agents), owner=True)
    return created


def _account(email: str) -> tuple[str, str]:
    """The id and the name of the account with that address."""
    from firebase_admin import auth as sdk

    import auth

    accounts: Any = sdk
    try:
        account = accounts.get_user_by_email(email, app=auth.app())
    except accounts.UserNotFoundError:
        raise LookupError(
            f"Nobody has signed up as {email} yet. Sign up, then try again."
        ) from None
    # Whoever types an address is not yet whoever reads its mail.
    if not account.email_verified:
        raise LookupError(
            f"{email} is not confirmed yet. Open the link in the e-mail that was sent there (the "
            "account menu sends it again), then try again."
        )
    return account.uid, account.display_name or ""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="seeding.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--signup", choices=("invite", "open"), help="who may join")
    parser.add_argument("--owner", metavar="EMAIL", help="the account that becomes the owner")
    options = parser.parse_args(arguments)
    try:
        created = sow(signup=options.signup, owner=options.owner)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    kinds = [path.split("/")[0] for path in created if not path.endswith("/prompt")]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    print(f"Created {counts}." if counts else "Everything is there already.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
