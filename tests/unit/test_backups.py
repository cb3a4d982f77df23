"""Backups and leaving, as lists of commands."""

from __future__ import annotations

import io
import json

import pytest

from dev.deploy import backups
from dev.deploy.target import Target
from dev.paths import ROOT
from dev.says import Trouble

AT = Target("my-hearth", "europe-west1", None)


def test_backups_are_made_by_an_account_that_can_do_nothing_else() -> None:
    granted = [step for step in backups.schedule(AT) if "add-iam-policy-binding" in step.command]
    roles = {word for step in granted for word in step.command if word.startswith("--role=")}
    assert roles == {"--role=roles/datastore.importExportAdmin", "--role=roles/storage.admin"}
    assert all(backups.account(AT) in step.written for step in granted)
    over_the_project = [step for step in granted if "projects" in step.command]
    assert len(over_the_project) == 1


def test_backups_are_in_a_bucket_that_is_closed_and_forgets() -> None:
    first, second, *_ = backups.schedule(AT)
    assert {"--uniform-bucket-level-access", "--public-access-prevention"} <= set(first.command)
    (file,) = [word for word in second.command if word.startswith("--lifecycle-file=")]
    (rule,) = json.loads((ROOT / file.removeprefix("--lifecycle-file=")).read_text())["rule"]
    assert rule == {"action": {"type": "Delete"}, "condition": {"age": 30}}


def test_the_export_that_is_scheduled_goes_where_a_restore_looks() -> None:
    job = backups.schedule(AT)[-1].command
    (body,) = [word for word in job if word.startswith("--message-body=")]
    where = json.loads(body.removeprefix("--message-body="))["outputUriPrefix"]
    (step,) = backups.restore(AT, "2026-11-25T03:17:00_12345")
    assert f"{where}/2026-11-25T03:17:00_12345" in step.command


@pytest.mark.parametrize("name", ["", "../x", "a b", "a;b", "--help/x"])
def test_what_can_be_no_backup_is_not_restored(name: str) -> None:
    with pytest.raises(Trouble, match="is no backup"):
        backups.restore(AT, name)


def test_scheduling_twice_makes_nothing_twice() -> None:
    making = [step for step in backups.schedule(AT) if "create" in step.command]
    assert len(making) == 3
    assert all(step.unless is not None for step in making)


@pytest.mark.parametrize("typed", ["", "yes", "my-heart"])
def test_a_project_is_deleted_only_by_its_name(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROJECT", "my-hearth")
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("sys.argv", ["backups", "uninstall"])
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    assert backups.main() == 1
    told = capsys.readouterr()
    assert "Nothing was deleted." in told.err
    assert "$ gcloud" not in told.out
