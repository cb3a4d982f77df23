"""Problems: every bad edit is found, named with its document, and gone when it is mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

import seeding
from problems import Written, check
from store.members import decode_settings

SEED = seeding.load()
GOOD = Written(
    settings=SEED.settings["app"],
    models=SEED.models,
    agents=SEED.agents,
    prompts={at: {"text": text} for at, text in SEED.prompts.items()},
    invites={"a-good-long-code": {"agents": ["hearth"], "budgetUsd": 5, "seats": 3, "used": 1}},
    users={"ada": {"agents": ["hearth"], "budgetUsd": None, "suspended": False}},
)
MODEL = next(iter(SEED.models))


def test_the_seed_has_no_problems() -> None:
    assert check(GOOD) == []


def test_no_settings_at_all_is_a_problem() -> None:
    assert [problem.where for problem in check(replace(GOOD, settings={}))] == ["settings/app"]


BAD: list[tuple[str, str, dict[str, Any], str]] = [
    ("settings", "app", {"signup": "everybody"}, "signup"),
    ("settings", "app", {"memberBudgetUsd": "5"}, "memberBudgetUsd"),
    ("settings", "app", {"poolBudgetUsd": -1}, "poolBudgetUsd"),
    ("settings", "app", {"turnsPerMinute": "fast"}, "turnsPerMinute"),
    ("settings", "app", {"defaultAgents": ["hearht"]}, "hearht"),
    ("settings", "app", {"defaultAgents": "hearth"}, "list"),
    ("settings", "app", {"banner": 7}, "banner"),
    ("settings", "app", {"pictures": {"model": "google:m", "usd": "0.1"}}, "usd"),
    ("settings", "app", {"pictures": {"model": "google:m"}}, "pictures"),
    ("settings", "app", {"pictures": {"model": "cohere:m", "usd": 0.1}}, "pictures"),
    ("models", MODEL, {"price": None}, "no price"),
    ("models", MODEL, {"price": "free"}, "price"),
    ("models", MODEL, {"price": {"input": "1", "output": 2}}, "input"),
    ("models", MODEL, {"price": {"input": 1}}, "no price"),
    ("models", MODEL, {"price": {"input": 3_000_000, "output": 1}}, "million"),
    ("models", MODEL, {"provider": "anthropc"}, "anthropc"),
    ("models", MODEL, {"provider": None}, "provider"),
    ("models", MODEL, {"name": ""}, "name"),
    ("models", MODEL, {"contextTokens": 0}, "contextTokens"),
    ("models", MODEL, {"maxOutputTokens": "many"}, "maxOutputTokens"),
    ("models", MODEL, {"temperature": {"min": 1, "max": 0}}, "temperature"),
    ("models", MODEL, {"enabled": "yes"}, "enabled"),
    ("models", MODEL, {"images": 1}, "images"),
    ("agents", "coder", {"model": "openai:nothing"}, "openai:nothing"),
    ("agents", "coder", {"models": ["openai:nothing"]}, "openai:nothing"),
    ("agents", "coder", {"models": "all"}, "list"),
    ("agents", "coder", {"models": [7]}, "strings"),
    ("agents", "coder", {"tools": ["telepathy"]}, "telepathy"),
    ("agents", "coder", {"temperature": "warm"}, "temperature"),
    ("agents", "coder", {"maxTokens": -1}, "maxTokens"),
    ("agents", "coder", {"enabled": "on"}, "enabled"),
    ("agents", "coder", {"name": ""}, "name"),
    ("agents", "coder", {"description": None}, "description"),
    ("prompts", "coder", {"text": 7}, "prompt"),
    ("invites", "a-good-long-code", {"agents": ["nobody"]}, "nobody"),
    ("invites", "a-good-long-code", {"agents": "hearth"}, "agents"),
    ("invites", "a-good-long-code", {"seats": "three"}, "seats"),
    ("invites", "a-good-long-code", {"budgetUsd": "5"}, "budgetUsd"),
    ("invites", "a-good-long-code", {"expiresAt": "2027-01-01"}, "expiresAt"),
    ("users", "ada", {"agents": ["nobody"]}, "nobody"),
    ("users", "ada", {"agents": "hearth"}, "list"),
    ("users", "ada", {"budgetUsd": "lots"}, "budgetUsd"),
    ("users", "ada", {"suspended": "no"}, "suspended"),
    ("users", "ada", {"owner": "yes"}, "owner"),
]


def changed(kind: str, at: str, change: dict[str, Any]) -> Written:
    before: dict[str, Any] = getattr(GOOD, kind)
    if kind == "settings":
        return replace(GOOD, settings={**before, **change})
    return replace(GOOD, **{kind: {**before, at: {**before[at], **change}}})


@pytest.mark.parametrize(
    ("kind", "at", "change", "word"), BAD, ids=[f"{kind}-{change}" for kind, _, change, _ in BAD]
)
def test_a_bad_edit_is_told_where_it_is_in_plain_words(
    kind: str, at: str, change: dict[str, Any], word: str
) -> None:
    found = check(changed(kind, at, change))
    assert found
    path = f"agents/{at}/private/prompt" if kind == "prompts" else f"{kind}/{at}"
    assert {problem.where for problem in found} == {path}
    said = " ".join(problem.text for problem in found)
    assert word in said
    assert all(problem.text.endswith((".", "?")) for problem in found)
    assert "Tell the owner" not in said


def test_a_code_that_is_easily_guessed_is_a_problem() -> None:
    invites = {"hello": {"agents": ["hearth"], "expiresAt": datetime(2030, 1, 1)}}
    assert [problem.where for problem in check(replace(GOOD, invites=invites))] == ["invites/hello"]


def test_a_prompt_that_is_missing_is_a_problem() -> None:
    prompts = {at: text for at, text in GOOD.prompts.items() if at != "coder"}
    found = check(replace(GOOD, prompts=prompts))
    assert [problem.where for problem in found] == ["agents/coder/private/prompt"]


def test_a_model_that_is_switched_off_needs_no_price() -> None:
    assert check(changed("models", MODEL, {"enabled": False, "price": None})) == []


def test_no_problem_quotes_a_prompt() -> None:
    prompts = {**GOOD.prompts, "coder": {"text": ["A secret prompt"]}}
    said = " ".join(problem.text for problem in check(replace(GOOD, prompts=prompts)))
    assert said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("named", "provider", "model"),
    [
        ("gpt-image-2", "openai", "gpt-image-2"),
        ("openai:gpt-image-2", "openai", "gpt-image-2"),
        ("google:gemini-3.1-flash-image", "google", "gemini-3.1-flash-image"),
    ],
)
def test_a_model_for_pictures_is_named_with_its_provider_or_is_openai_s(
    named: str, provider: str, model: str
) -> None:
    settings = {**GOOD.settings, "pictures": {"model": named, "usd": 0.1}}
    assert check(replace(GOOD, settings=settings)) == []
    chosen = decode_settings(settings).pictures
    assert chosen is not None
    assert (chosen.provider, chosen.model, chosen.usd) == (provider, model, 0.1)
