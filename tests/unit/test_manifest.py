"""What the functions ask of the cloud: limits on everything, and no secret that must exist."""

from __future__ import annotations

from typing import Any

import pytest

from dev.deploy.manifest import Function, discover, problems

REGION = "europe-west1"


@pytest.fixture(scope="module")
def functions() -> dict[str, Function]:
    return discover(REGION)


def test_the_shipped_functions_keep_within_the_limits(functions: dict[str, Function]) -> None:
    assert "chat" in functions
    assert problems(functions, REGION) == []


def test_the_region_is_a_setting(functions: dict[str, Function]) -> None:
    assert problems(functions, "us-central1") == [
        f"{name}: its region is ['{REGION}']" for name in functions
    ]


@pytest.mark.parametrize(
    ("name", "field", "value", "said"),
    [
        ("chat", "maxInstances", None, "too many instances"),
        ("chat", "maxInstances", 100, "too many instances"),
        ("chat", "minInstances", 1, "stays up"),
        ("chat", "availableMemoryMb", 4096, "too much memory"),
        ("chat", "timeoutSeconds", None, "too long a timeout"),
        ("chat", "timeoutSeconds", 3600, "too long a timeout"),
        ("sweep", "timeoutSeconds", 960, "too long a timeout"),
        ("chat", "cpu", 4, "more than one CPU"),
        ("chat", "serviceAccountEmail", None, "runs as None"),
        ("chat", "secretEnvironmentVariables", [{"key": "OPENAI_API_KEY"}], "declares secrets"),
        ("chat", "concurrency", 400, "THREADS"),
    ],
)
def test_a_function_that_asks_for_more_is_refused(
    functions: dict[str, Function], name: str, field: str, value: Any, said: str
) -> None:
    changed = {**functions, name: {**functions[name], field: value}}
    (problem,) = problems(changed, REGION)
    assert said in problem


def test_chat_holds_as_many_streams_as_one_cpu_can(functions: dict[str, Function]) -> None:
    chat = functions["chat"]
    assert (chat["concurrency"], chat["cpu"], chat["timeoutSeconds"]) == (200, 1, 960)
