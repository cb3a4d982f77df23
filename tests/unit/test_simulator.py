"""The simulator, asked through the very providers that production uses."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

import pytest

import agent
import seeding
from config import SIMULATED_PATHS
from dev.simulator import simulator
from errors import HearthError
from events import StepFinish, TextDelta, ToolInput, ToolOutput
from messages import Message, TextPart, ToolSpec
from providers import NAMES, Endpoint
from store.members import decode_model

SEED = seeding.load()
CALCULATOR = ToolSpec(
    "calculator",
    "Compute an expression.",
    {
        "type": "object",
        "properties": {"expression": {"type": "string"}},
        "required": ["expression"],
    },
)

each_provider = pytest.mark.parametrize("provider", NAMES)


@dataclass(frozen=True)
class Heard:
    """What came back for a question."""

    deltas: tuple[str, ...]
    calls: tuple[ToolInput, ...]
    finish: StepFinish

    @property
    def text(self) -> str:
        return "".join(self.deltas)


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    with simulator() as address:
        yield address


@each_provider
def test_a_file_is_answered_by_its_name_and_calls_no_tool(server: str, provider: str) -> None:
    file = TextPart("[File: sums.txt]\n```\n17 * 23\n```")
    question = Message("user", (file, TextPart("Who wrote it?")))
    asked = replace(request(server, provider, question), tools=(CALCULATOR,))
    heard = run(asked)
    assert heard.calls == ()
    assert "> [sums.txt] Who wrote it?" in heard.text


@each_provider
def test_every_provider_streams_an_answer_that_fits_the_question(
    server: str, provider: str
) -> None:
    heard = ask(server, provider, "Plan a week of simple dinners for two")
    assert "| Day | Dinner | Minutes |" in heard.text
    assert "### Shopping list" in heard.text
    assert len(heard.deltas) > 50
    assert heard.finish.reason == "stop"
    assert heard.finish.usage.input_tokens > 0
    assert heard.finish.usage.output_tokens > 100


@each_provider
def test_a_question_that_nothing_fits_is_echoed_and_called_simulated(
    server: str, provider: str
) -> None:
    heard = ask(server, provider, "Zorblat the quux?")
    assert "> Zorblat the quux?" in heard.text
    assert "simulated answer" in heard.text


@each_provider
def test_the_newest_question_is_the_one_answered(server: str, provider: str) -> None:
    messages = (
        Message("user", (TextPart("Write a Python script"),)),
        Message("assistant", (TextPart("print('done')"),)),
        Message("user", (TextPart("Now explain quadratic equations"),)),
    )
    heard = run(request(server, provider, *messages))
    assert r"\sqrt{b^2 - 4ac}" in heard.text
    assert "hashlib" not in heard.text


@each_provider
def test_a_title_is_made_of_the_question(server: str, provider: str) -> None:
    asked = request(server, provider)
    title, finish = agent.title(asked, "Please explain quadratic equations, slowly", "The answer.")
    assert title == "Quadratic equations"
    assert finish is not None


@each_provider
def test_an_answer_stops_at_max_tokens_and_says_so(server: str, provider: str) -> None:
    asked = replace(request(server, provider, user("Tell me a long story")), max_tokens=50)
    heard = run(asked)
    assert heard.finish.reason == "length"
    assert len(heard.text) <= 200


@each_provider
def test_an_answer_that_was_cut_off_is_gone_on_from(server: str, provider: str) -> None:
    whole = ask(server, provider, "Tell me a long story").text
    begun = whole[:500]
    heard = run(
        request(
            server,
            provider,
            user("Tell me a long story"),
            Message("assistant", (TextPart(begun),)),
        )
    )
    assert begun + heard.text == whole


@each_provider
def test_an_offered_tool_is_called_when_the_question_wants_it(server: str, provider: str) -> None:
    def compute(call: ToolInput) -> ToolOutput:
        return ToolOutput(call.tool_call_id, "391")

    asked = request(server, provider, user("What is 17 * 23?"))
    heard = run(replace(asked, tools=(CALCULATOR,), run_tool=compute))
    (call,) = heard.calls
    assert (call.tool_name, call.input) == ("calculator", {"expression": "17 * 23"})
    assert heard.text


@each_provider
def test_an_offered_tool_is_left_alone_when_the_question_does_not(
    server: str, provider: str
) -> None:
    asked = request(server, provider, user("Write a Python script"))
    heard = run(replace(asked, tools=(CALCULATOR,)))
    assert heard.calls == ()
    assert "hashlib" in heard.text


@each_provider
def test_a_scripted_reply_goes_before_what_is_made_up(server: str, provider: str) -> None:
    script(server, {"type": "reply", "text": "As scripted."})
    assert ask(server, provider, "Write a Python script").text == "As scripted."


@each_provider
def test_a_scripted_fault_cuts_the_answer(server: str, provider: str) -> None:
    script(server, {"type": "stream_fault", "kind": "disconnect", "after_chunks": 6})
    with pytest.raises(HearthError):
        ask(server, provider, "Write a Python script")


@pytest.mark.parametrize("card", SEED.agents.values(), ids=list(SEED.agents))
def test_every_seeded_agent_has_a_starter_with_an_answer_of_its_own(
    server: str, card: dict[str, Any]
) -> None:
    answers = [ask(server, "anthropic", starter).text for starter in card["starters"]]
    assert any("simulated answer" not in answer for answer in answers)


def user(text: str) -> Message:
    return Message("user", (TextPart(text),))


def request(server: str, provider: str, *messages: Message) -> agent.AgentRequest:
    """A turn with the first of the provider's seeded models, at the simulator."""
    model_id = next(at for at in SEED.models if at.startswith(f"{provider}:"))
    return agent.AgentRequest(
        model=decode_model(model_id, SEED.models[model_id]),
        endpoint=Endpoint("simulated", server + SIMULATED_PATHS[provider], simulated=True),
        system="Be kind.",
        messages=messages,
        max_tokens=4096,
    )


def ask(server: str, provider: str, question: str) -> Heard:
    return run(request(server, provider, user(question)))


def run(asked: agent.AgentRequest) -> Heard:
    events = list(agent.run(asked))
    return Heard(
        deltas=tuple(event.delta for event in events if isinstance(event, TextDelta)),
        calls=tuple(event for event in events if isinstance(event, ToolInput)),
        finish=next(event for event in reversed(events) if isinstance(event, StepFinish)),
    )


def script(server: str, *behaviors: dict[str, Any]) -> None:
    """Script what the simulator does next."""
    body = json.dumps({"behaviors": list(behaviors)}).encode()
    with urllib.request.urlopen(f"{server}/_llmock/scenario", data=body) as response:
        assert response.status == 201
