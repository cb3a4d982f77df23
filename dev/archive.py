"""A whole instance as files: every document and every account, out of a project and into one.

    functions/venv/bin/python -m dev.archive export FOLDER
    functions/venv/bin/python -m dev.archive restore FOLDER

`GCLOUD_PROJECT` names the project. A folder holds `documents.jsonl` and `accounts.jsonl`, a line
each. Passwords are not in it: after a restore into another project, people choose a new one or
sign in with Google, and find their threads, because their account keeps its id.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from dev.says import Trouble, give_up
from dev.values import decode, encode

Fields = dict[str, Any]

PAGE = 300
# Firestore takes up to 10 MiB in one commit, and a document can be 1 MiB.
BATCH = 8
ACCOUNTS_PER_CALL = 1000


def export(database: Any, app: Any, folder: Path) -> tuple[int, int]:
    """Write everything into the folder. Returns how many documents and accounts there are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ({"path": path, "fields": encode(fields)} for path, fields in documents(database))
    written = _write(folder / "documents.jsonl", lines)
    return written, _write(folder / "accounts.jsonl", accounts(app))


def restore(database: Any, app: Any, folder: Path) -> tuple[int, int]:
    """Write what is in the folder into an empty project. Returns how much that was.

    Raises:
        Trouble: the project is not empty. Nothing was written.
    """
    if next(documents(database), None) is not None:
        raise Trouble("This project has documents already. Restore into one without any.")
    _import_accounts(app, _read(folder / "accounts.jsonl"))
    count = 0
    for lines in _batches(_read(folder / "documents.jsonl"), BATCH):
        batch = database.batch()
        for line in lines:
            batch.create(database.document(line["path"]), decode(line["fields"], database))
        batch.commit()
        count += len(lines)
    return count, sum(1 for _ in _read(folder / "accounts.jsonl"))


def documents(database: Any) -> Iterator[tuple[str, Fields]]:
    """Every document by path, in the order of the paths."""
    # A collection group of no name is all of them, at any depth.
    everything = database.collection_group("").order_by("__name__").limit(PAGE)
    query = everything
    while page := list(query.stream()):
        for snapshot in page:
            yield snapshot.reference.path, snapshot.to_dict()
        query = everything.start_after({"__name__": page[-1].reference})


def accounts(app: Any) -> Iterator[Fields]:
    """Every account, without its password."""
    from firebase_admin import auth as sdk

    for account in cast(Any, sdk).list_users(app=app).iterate_all():
        yield {
            "uid": account.uid,
            "email": account.email,
            "emailVerified": account.email_verified,
            "displayName": account.display_name,
            "photoUrl": account.photo_url,
            "disabled": account.disabled,
            "claims": account.custom_claims,
            "providers": [
                {"uid": at.uid, "provider": at.provider_id, "email": at.email}
                for at in account.provider_data
                if at.provider_id != "password"
            ],
        }


def _import_accounts(app: Any, lines: Iterable[Fields]) -> None:
    from firebase_admin import auth as sdk

    auth: Any = sdk
    for some in _batches(lines, ACCOUNTS_PER_CALL):
        records = [
            auth.ImportUserRecord(
                uid=line["uid"],
                email=line["email"],
                email_verified=line["emailVerified"],
                display_name=line["displayName"],
                photo_url=line["photoUrl"],
                disabled=line["disabled"],
                custom_claims=line["claims"],
                provider_data=[
                    auth.UserProvider(at["uid"], at["provider"], at["email"])
                    for at in line["providers"]
                ],
            )
            for line in some
        ]
        result = auth.import_users(records, app=app)
        if result.errors:
            raise Trouble(f"{result.failure_count} accounts could not be restored.")


def _write(file: Path, lines: Iterable[Fields]) -> int:
    count = 0
    with file.open("w") as output:
        for line in lines:
            output.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
            count += 1
    return count


def _read(file: Path) -> Iterator[Fields]:
    with file.open() as lines:
        for line in lines:
            yield json.loads(line)


def _batches(lines: Iterable[Fields], size: int) -> Iterator[list[Fields]]:
    batch: list[Fields] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def main() -> int:
    import firebase_admin
    import google.cloud.firestore as library

    parser = argparse.ArgumentParser(prog="dev.archive")
    parser.add_argument("command", choices=("export", "restore"))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    project = os.environ.get("GCLOUD_PROJECT", "")
    try:
        if not project:
            raise Trouble("Name the project: PROJECT=my-hearth")
        app = cast(Any, firebase_admin).initialize_app(options={"projectId": project})
        run = export if options.command == "export" else restore
        count = run(cast(Any, library).Client(project=project), app, options.folder)
    except Trouble as trouble:
        return give_up(trouble)
    print(f"{count[0]} documents and {count[1]} accounts.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
