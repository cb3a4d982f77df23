"""The command that lists what the providers offer beyond the seed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dialects import DIALECTS
from playback import Playback, playback
from provider_requests import step

import seeding
from dev import models
from dev.paths import FUNCTIONS, ROOT
from errors import HearthError, Unavailable
from providers import NAMES, provider


@pytest.fixture
def server() -> Iterator[Playback]:
    with playback() as played:
        yield played


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No provider has a key, whatever this machine's environment holds."""
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-hearth")
    monkeypatch.setattr(models, "SECRETS", tmp_path / "none")
    for name in NAMES:
        for what in ("API_KEY", "BASE_URL"):
            monkeypatch.delenv(f"{name.upper()}_{what}", raising=False)
    for name in ("HEARTH_SIMULATOR", "VERTEX_LOCATION"):
        monkeypatch.delenv(name, raising=False)


def test_new_and_gone_models_are_told_apart() -> None:
    found = models.difference("llama", ["a:latest", "b", "c:8b"], ["a", "b", "d"])
    assert (found.new, found.gone) == (("c:8b",), ("d",))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("unset")
def test_a_providers_own_list_is_compared_with_the_seed(
    name: str, server: Playback, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded = [m["name"] for m in seeding.load().models.values() if m["provider"] == name]
    server.reply(DIALECTS[name].models(*seeded[1:], "brand-new-1"))
    monkeypatch.setenv(f"{name.upper()}_API_KEY", "a-key")
    monkeypatch.setenv(f"{name.upper()}_BASE_URL", server.url + DIALECTS[name].PATH)
    written: list[str] = []
    assert models.main([name], written.append) == 0
    assert written == [name, "  + brand-new-1", f"  - {seeded[0]}"]


@pytest.mark.usefixtures("unset")
def test_a_provider_without_a_key_or_an_answer_says_so(
    server: Playback, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.reply({"error": {"message": "no"}, "message": "no"}, 401)
    monkeypatch.setenv("OPENAI_API_KEY", "a-key")
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
    written: list[str] = []
    assert models.main(["anthropic", "openai"], written.append) == 0
    assert written[:2] == ["anthropic", "  Not set up: there is no ANTHROPIC_API_KEY."]
    assert "refused this server's key" in written[3]


def test_an_unknown_provider_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert models.main(["acme"]) == 1
    assert "not acme" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_a_list_that_is_refused_is_one_of_our_errors(name: str, server: Playback) -> None:
    server.reply({"error": {"message": "no"}, "message": "no"}, 401)
    with pytest.raises(HearthError) as raised:
        provider(name).offered(step(name, server.url).endpoint)
    assert isinstance(raised.value, Unavailable)


def test_a_reader_who_has_seen_enough_is_no_trouble() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    environment = {**os.environ, "PYTHONPATH": str(FUNCTIONS)}
    command = [sys.executable, "-m", "dev.models", "cohere"]
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=pipe, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, done.stderr) == (0, "")
