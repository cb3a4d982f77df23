"""The seed: every document is one that the server can read, and the set is what it promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import seeding
from access import check_access
from errors import Unavailable
from messages import Model
from providers import NAMES
from request import TurnRequest
from store.members import Agent, Member, Rights, Settings, decode_agent, decode_model

SEED = seeding.load()
MODELS = {at: decode_model(at, fields) for at, fields in SEED.models.items()}
AGENTS = {
    at: decode_agent(at, card, {"text": SEED.prompts.get(at, "")})
    for at, card in SEED.agents.items()
}
TOOLS = {"web_page", "web_search", "notes", "threads", "calculator", "clock", "image"}

each_model = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
each_agent = pytest.mark.parametrize("agent", AGENTS.values(), ids=list(AGENTS))


@each_model
def test_a_models_id_is_its_provider_and_its_name(model: Model) -> None:
    assert model.provider in NAMES
    assert model.id == f"{model.provider}:{model.name}"


@each_model
def test_a_model_can_be_paid_for_and_leaves_room_to_ask(model: Model) -> None:
    assert model.price is not None
    assert model.price.cached_input <= model.price.input <= model.price.output
    assert model.max_output_tokens < model.context_tokens


@each_model
def test_a_models_document_says_all_that_an_owner_may_edit(model: Model) -> None:
    assert set(SEED.models[model.id]) == {
        *("provider", "name", "label", "contextTokens", "maxOutputTokens", "price"),
        *("images", "tools", "reasoning", "temperature", "enabled", "order"),
    }
    named = {"input", "output", "cachedInput"}
    if model.provider == "anthropic":
        named.add("cacheWrite")
    assert set(SEED.models[model.id]["price"]) == named


@pytest.mark.parametrize("field", ["label", "order"])
def test_no_two_models_look_the_same(field: str) -> None:
    values = [fields[field] for fields in SEED.models.values()]
    assert len(values) == len(set(values))


@pytest.mark.parametrize("provider", NAMES)
def test_every_provider_has_a_few_models_and_not_a_catalogue(provider: str) -> None:
    assert 3 <= sum(model.provider == provider for model in MODELS.values()) <= 5


@pytest.mark.parametrize(
    "promised",
    [
        *("Claude Opus", "Claude Sonnet", "Claude Haiku", "GPT", "Gemini"),
        *("Command R+", "Command A", "Mistral", "LLaMA 2", "LLaMA 3"),
    ],
)
def test_the_models_that_were_promised_are_there(promised: str) -> None:
    assert any(model.label.startswith(promised) for model in MODELS.values())


@each_agent
def test_an_agents_card_is_complete(agent: Agent) -> None:
    card = SEED.agents[agent.id]
    assert set(card) == {
        *("name", "description", "emoji", "starters", "models", "model"),
        *("temperature", "maxTokens", "tools", "enabled"),
    }
    assert all(card[field] for field in ("name", "description", "emoji"))
    assert len(set(card["starters"])) == 4


@each_agent
def test_an_agents_prompt_is_long_enough_to_say_something(agent: Agent) -> None:
    assert 150 <= len(agent.prompt.split()) <= 400


@each_agent
def test_an_agents_tools_are_known_and_its_model_can_use_them(agent: Agent) -> None:
    assert set(agent.tools) <= TOOLS
    assert not agent.tools or MODELS[SEED.agents[agent.id]["model"]].tools


@each_agent
def test_a_member_may_use_an_agent_with_its_own_model_at_once(agent: Agent) -> None:
    model = MODELS[SEED.agents[agent.id]["model"]]
    request = TurnRequest("t1", "m1", "send", agent=agent.id, model=model.id)
    access = check_access(request, _rights(agent, model))
    assert access.max_tokens == agent.max_tokens
    if model.temperature is not None:
        assert access.temperature == agent.temperature


@each_model
def test_any_model_may_be_picked_for_an_agent_that_names_none(model: Model) -> None:
    agent = AGENTS["hearth"]
    request = TurnRequest("t1", "m1", "send", agent=agent.id, model=model.id)
    assert agent.models == ()
    assert check_access(request, _rights(agent, model)).model == model
    switched_off = replace(model, enabled=False)
    with pytest.raises(Unavailable):
        check_access(request, _rights(agent, switched_off))


def test_no_two_agents_share_a_name_or_a_face() -> None:
    for field in ("name", "emoji"):
        values = [card[field] for card in SEED.agents.values()]
        assert len(values) == len(set(values))


def test_every_prompt_has_its_agent() -> None:
    assert set(SEED.prompts) == set(SEED.agents)


def test_a_new_member_gets_every_agent_and_has_a_budget() -> None:
    app = SEED.settings["app"]
    assert app["defaultAgents"] == list(SEED.agents)
    assert app["signup"] == "invite"
    assert 0 < app["memberBudgetUsd"] < app["poolBudgetUsd"]


def test_a_prompt_is_planted_apart_from_its_card_and_before_it() -> None:
    paths = list(seeding.documents(SEED))
    for agent in AGENTS:
        assert paths.index(f"agents/{agent}/private/prompt") < paths.index(f"agents/{agent}")
        card: dict[str, Any] = seeding.documents(SEED)[f"agents/{agent}"]
        assert SEED.prompts[agent] not in card.values()


def _rights(agent: Agent, model: Model) -> Rights:
    member = Member("ada", (agent.id,), None, suspended=False)
    return Rights(member, agent, None, model, Settings("invite", (), None, None))
