"""The shape that the code promises to keep: who may import whom, and what must be complete."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import get_args

import pytest
from imports import imports, modules, own, reach

import events
from dev.paths import FUNCTIONS, ROOT, WEB
from events import Encoder, Event
from messages import Approval, Usage

# From the edge of the functions to their core. A module imports only what stands below it, or
# beside it in its package. A new module has its place here.
ORDER = (
    "main",
    "shared_page",
    "http_edge",
    "app_check",
    "cors",
    # What a request or a schedule sets off.
    "door",
    "chat",
    "crew_turn",
    "tokens",
    "upkeep",
    "departed",
    "membership",
    "sharing",
    "importing",
    "belongings",
    "administration",
    "service_checks",
    "suspension",
    "seeding",
    # A turn: run on a thread of its own, and followed by whoever asks for it again.
    "running",
    "follow",
    "generation",
    "equipment",
    "toolbox",
    "album",
    "purse",
    # Everything that can refuse.
    "access",
    "request",
    "door_reply",
    "door_request",
    "door_messages",
    "stop_words",
    "inputs",
    "problems",
    "store",
    "auth",
    # What knows nothing of HTTP or Firestore.
    "agent",
    "tool_calls",
    "consent",
    "integrations",
    "tools",
    "egress",
    "config",
    "pictures",
    "history",
    "channel",
    "recorder",
    "rate",
    "budget",
    "providers",
    "events",
    "files",
    "cancel",
    "messages",
    "log",
    "errors",
    "collector",
)
CORE = (
    "agent",
    "tools",
    "integrations",
    "providers",
    "budget",
    "history",
    "recorder",
    "channel",
    "events",
)
# The functions' side of HTTP: to be a client of HTTP is another thing.
HTTP = ("flask", "firebase_functions", "functions_framework")
FIRESTORE = ("google.cloud.firestore", "google.cloud.firestore_v1", "firebase_admin.firestore")

MODULES = modules()


def _is_of(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)


# ---- Who imports whom


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_a_place_and_imports_only_what_stands_below_it(name: str) -> None:
    ours = {found for item in imports(MODULES[name]) if (found := own(item)) is not None}
    above = {found for found in ours if _place(found) < _place(name)}
    assert above == set()


def _place(name: str) -> int:
    """Where a module stands in `ORDER`: by its own name, or by its package's."""
    named = [place for place in ORDER if _is_of(name, (place,))]
    assert named, f"{name} has no place in ORDER"
    return ORDER.index(max(named, key=len))


@pytest.mark.parametrize("name", [name for name in MODULES if _is_of(name, CORE)])
def test_the_core_knows_nothing_of_http_or_firestore(name: str) -> None:
    outside = (*HTTP, *FIRESTORE, "http_edge", "store", "firebase_admin")
    found = {
        (module, taken)
        for module, names in reach(name).items()
        for taken in names
        if _is_of(taken, outside)
    }
    assert found == set()


@pytest.mark.parametrize("name", [name for name in MODULES if not _is_of(name, ("store",))])
def test_only_the_store_touches_firestore(name: str) -> None:
    found = imports(MODULES[name])
    assert [str(item) for item in found if _is_of(str(item), FIRESTORE)] == []
    assert {item.name for item in found if item.module == "store.client"} <= {"now", "month"}


def test_only_main_and_the_edge_know_flask_and_only_main_firebase_functions() -> None:
    knowing = {
        name: {
            package for item in imports(path) for package in HTTP if _is_of(str(item), (package,))
        }
        for name, path in MODULES.items()
    }
    assert {name: found for name, found in knowing.items() if found} == {
        "main": {"flask", "firebase_functions"},
        "http_edge": {"flask"},
    }


PROVIDERS = {
    name
    for name, path in MODULES.items()
    if _is_of(name, ("providers",)) and re.search(r"^SECRET\b", path.read_text(), re.MULTILINE)
}


@pytest.mark.parametrize("name", MODULES)
def test_nobody_imports_a_provider_but_by_its_name(name: str) -> None:
    """`providers.provider` loads the one that is asked for: an SDK takes seconds to import."""
    assert len(PROVIDERS) >= 2
    assert {own(item) for item in imports(MODULES[name])} & PROVIDERS == set()


def test_importing_main_imports_no_provider_sdk() -> None:
    """A cold start pays for what every request needs, and no more."""
    sdks = {
        ".".join(item.module.split(".")[: 2 if item.module.startswith("google.") else 1])
        for name in PROVIDERS
        for item in imports(MODULES[name])
        if own(item) is None
    } - set(sys.stdlib_module_names)
    assert {"anthropic", "openai"} <= sdks
    assert _loaded_by_main() & {*sdks, "mcp", "crewai"} == set()


def _loaded_by_main() -> set[str]:
    """What importing main loads, beyond what firebase-functions and flask have loaded already."""
    script = """
import json, sys
import flask
from firebase_functions import firestore_fn, https_fn, options, scheduler_fn
before = set(sys.modules)
import main
print(json.dumps(sorted(set(sys.modules) - before)))
"""
    env = {**os.environ, "PYTHONPATH": str(FUNCTIONS)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=env, capture_output=True, check=True, text=True)
    loaded = set(json.loads(done.stdout))
    assert "http_edge" in loaded
    return loaded


# ---- What must be complete

EVENTS: tuple[Event, ...] = (
    events.Start("m1-r"),
    events.StepStart(),
    events.ReasoningDelta("Hm", {"anthropic": {"signature": "s"}}),
    events.TextDelta("Hello"),
    events.ToolInputStart("c1", "search"),
    events.ToolInputDelta("c1", "{"),
    events.ToolInput("c1", "search", {}),
    events.ToolInput("c2", "search", "{", invalid="It is no JSON."),
    events.ToolApproval("c1", Approval("hearth.test", lasting=True)),
    events.ToolDenied("c1"),
    events.ToolOutput("c1", "found"),
    events.ToolError("c2", "It failed."),
    events.Source("https://hearth.test"),
    events.StepFinish("stop", Usage()),
    events.Data("usage", {}),
    events.Finish("stop"),
    events.Abort(),
    events.Error("internal", "It failed."),
)


def _sent() -> set[str]:
    """The types of all chunks that the server can send; `data` for `data-usage` and the like."""
    encoder = Encoder()
    frames = b"".join(encoder.encode(event) for event in EVENTS).decode().split("\n\n")
    types = [json.loads(frame.removeprefix("data: "))["type"] for frame in frames if frame]
    return {"data" if kind.startswith("data-") else kind for kind in types}


def test_every_event_has_an_example_here() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(Event))


def test_every_event_has_a_case_in_the_client() -> None:
    chunks = (WEB / "src" / "lib" / "chunks.ts").read_text()
    fold = (WEB / "src" / "lib" / "fold.ts").read_text()
    union, parser = chunks[: chunks.index("type Fields")], chunks[chunks.index("function known") :]
    assert _sent() - set(re.findall(r'\btype: "([^"]+)"', union)) == set()
    assert _sent() - set(re.findall(r'case "([^"]+)":', parser)) == {"data"}
    body = fold[fold.index("export function fold(") : fold.index("export function foldTail")]
    assert _sent() - set(re.findall(r'case "([^"]+)":', body)) == set()


def test_no_setting_of_the_functions_names_an_emulator() -> None:
    """Unsigned tokens pass where the Auth emulator is named: what is deployed never names it."""
    settings = [path for path in FUNCTIONS.glob(".env*") if not path.name.endswith(".local")]
    assert settings
    assert [path.name for path in settings if "EMULATOR" in path.read_text()] == []


def test_no_two_modules_of_tests_share_a_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names)), "pytest imports each by its name alone"
