"""`make run` itself: everything comes up, keeps its data, and leaves no process behind."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from person import Person
from playwright.sync_api import Browser, expect
from stage import SIZES
from whole import interrupt, start, wait

from dev import ports
from dev.paths import ROOT
from dev.processes import Child, alive
from dev.run import KNOWN


@pytest.fixture
def local() -> Generator[str]:
    """A folder for the data, in place of the one that a developer's own Hearth uses."""
    folder = f".hearth/run-{os.getpid()}"
    yield folder
    shutil.rmtree(ROOT / folder, ignore_errors=True)


def test_make_run_comes_up_keeps_its_data_and_leaves_nothing_behind(
    browser: Browser, tmp_path: Path, local: str
) -> None:
    known = dict(zip(KNOWN, ports.free_ports(len(KNOWN)), strict=True))
    address = f"http://localhost:{known['hosting']}"
    for round_, log in enumerate((tmp_path / "first.log", tmp_path / "second.log")):
        child = start(local, log, known)
        try:
            told = wait(child)
            assert address in told
            assert "demo@hearth.test, password hearth-demo" in told
            assert "Simulated" in told
            context = browser.new_context(**SIZES["phone"])
            person = Person(context.new_page(), address)
            person.sign_in("demo@hearth.test", "hearth-demo")
            person.open_sidebar()
            threads = person.page.locator("[data-slot=thread-item]")
            expect(threads).to_have_count(round_)
            person.page.keyboard.press("Escape")
            person.ask(f"Remember the number {round_}.")
            context.close()
        finally:
            running = interrupt(child)
        assert "your data are in" in child.output()
        assert alive(running) == set()


def test_a_busy_port_is_told_in_one_sentence(tmp_path: Path, local: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        known = dict(zip(KNOWN, [port, *ports.free_ports(3)], strict=True))
        child = start(local, tmp_path / "log", known)
        ports.wait_until(lambda: not child.running, what="make run", seconds=30, alive=lambda: True)
    assert f"Port {port} is taken" in child.output()
    assert "HOSTING_PORT=" in child.output()


@pytest.mark.parametrize("missing", ["node", "python"])
def test_a_missing_prerequisite_is_told_in_one_sentence(tmp_path: Path, missing: str) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    wanted = ["make", "sh", "ps", *(["node", "npm"] if missing == "python" else [])]
    for name in wanted:
        (tools / name).symlink_to(shutil.which(name) or "/nowhere")
    if missing == "node":
        (tools / "python3.11").symlink_to(sys.executable)
    child = Child("Hearth", [tools / "make", "run"], log=tmp_path / "log", env={"PATH": str(tools)})
    ports.wait_until(lambda: not child.running, what="make run", seconds=30, alive=lambda: True)
    said = "Node 20 or newer is needed." if missing == "node" else "Python 3.11 is needed."
    assert said in child.output()
