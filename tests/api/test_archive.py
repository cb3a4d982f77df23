"""A whole instance as files: out, wiped, and back, with nothing different."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import firebase_admin
import google.cloud.firestore as library
import pytest
from firebase_admin import auth as sdk
from google.cloud.firestore_v1.vector import Vector

from dev.archive import accounts, documents, export, restore
from dev.emulators import Ports
from dev.says import Trouble

PROJECT = "demo-hearth-archive"
auth: Any = sdk

VALUES: dict[str, Any] = {
    "nothing": None,
    "yes": True,
    "whole": 1,
    "large": 2**53 + 1,
    "real": 1.0,
    "endless": float("-inf"),
    "text": 'Grüße, "\u2028" \U0001f525',
    "time": datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC),
    "bytes": b"\x00\xff",
    "point": library.GeoPoint(47.4, 8.5),
    "vector": Vector([0.5, 1.0]),
    "list": [1, "two", {"three": 3.5}],
    "map": {"$": "time", "value": {"$": "an owner's own key"}},
    "empty": {"map": {}, "list": [], "text": ""},
}


@pytest.fixture
def app() -> Generator[Any]:
    app = cast(Any, firebase_admin).initialize_app(options={"projectId": PROJECT}, name=PROJECT)
    yield app
    cast(Any, firebase_admin).delete_app(app)


@pytest.fixture
def database(emulators: Ports, app: Any) -> Generator[Any]:
    """A project of this test's own."""
    assert emulators
    database = cast(Any, library).Client(project=PROJECT)
    yield database
    wipe(database, app)
    database.close()


def wipe(database: Any, app: Any) -> None:
    for path, _ in list(documents(database)):
        database.document(path).delete()
    for account in list(accounts(app)):
        auth.delete_user(account["uid"], app=app)


def fill(database: Any, app: Any) -> None:
    database.document("settings/app").set(VALUES)
    database.document("users/ada").set({"first": database.document("agents/hearth")})
    # A thread that is gone with a message that is still there.
    database.document("users/ada/threads/gone/messages/left").set({"parts": []})
    for number in range(20):
        database.document(f"users/ada/notes/{number:03}").set({"text": "x" * 1000, "n": number})
    auth.create_user(uid="ada", email="ada@hearth.test", email_verified=True, app=app)
    auth.create_user(uid="bob", email="bob@hearth.test", display_name="Bob", disabled=True, app=app)


def everything(database: Any, app: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return dict(documents(database)), list(accounts(app))


def test_what_is_exported_wiped_and_restored_is_the_same(
    database: Any, app: Any, tmp_path: Path
) -> None:
    fill(database, app)
    before = everything(database, app)
    assert before[0]["settings/app"] == VALUES
    assert "users/ada/threads/gone/messages/left" in before[0]

    assert export(database, app, tmp_path) == (23, 2)
    wipe(database, app)
    assert everything(database, app) == ({}, [])
    assert restore(database, app, tmp_path) == (23, 2)

    assert everything(database, app) == before
    after = database.document("settings/app").get().to_dict()
    assert type(after["whole"]) is int
    assert type(after["real"]) is float


def test_every_document_is_exported_however_many_there_are(
    database: Any, app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dev.archive.PAGE", 4)
    fill(database, app)
    export(database, app, tmp_path)
    paths = [json.loads(line)["path"] for line in _lines(tmp_path / "documents.jsonl")]
    assert len(paths) == len(set(paths)) == 23


def test_nothing_is_restored_over_documents_that_are_there(
    database: Any, app: Any, tmp_path: Path
) -> None:
    fill(database, app)
    export(database, app, tmp_path)
    database.document("settings/app").set({"name": "Newer"})
    with pytest.raises(Trouble, match="has documents already"):
        restore(database, app, tmp_path)
    assert database.document("settings/app").get().to_dict() == {"name": "Newer"}


def test_no_password_leaves_the_project(database: Any, app: Any, tmp_path: Path) -> None:
    auth.create_user(email="ada@hearth.test", password="hearth-demo", app=app)
    export(database, app, tmp_path)
    (line,) = _lines(tmp_path / "accounts.jsonl")
    assert "hearth-demo" not in line
    assert not [key for key in json.loads(line) if "password" in key.lower()]


def _lines(file: Path) -> list[str]:
    # Not splitlines: a text may have line breaks that are none of a file's.
    return file.read_text().removesuffix("\n").split("\n")
