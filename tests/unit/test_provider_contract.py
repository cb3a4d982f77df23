"""The contract of a provider: each of the six passes every case of this file.

What a simulator can say is asked of one, over a real socket; the rest is played by a server of
ours with the shapes of the providers' references. The SDKs are the real ones throughout.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from dialects import DIALECTS, Call, Dialect, Json, Line
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Reply, ToolCall
from playback import Playback, playback
from provider_requests import CLOCK, DOT, answered, asked, calls, model, parts, run, step, text

from cancel import Cancel
from errors import DeadlineExceeded, HearthError, Internal, Unavailable
from events import (
    Event,
    ReasoningDelta,
    StepFinish,
    TextDelta,
    ToolInputDelta,
    ToolInputStart,
    ToolOutput,
    fold,
)
from messages import TextPart, ToolPart, Usage, with_pictures
from providers import NAMES, Provider, provider

pytestmark = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def dialect(name: str) -> Dialect:
    return DIALECTS[name]


@pytest.fixture
def server() -> Iterator[Playback]:
    with playback() as played:
        yield played


def test_it_has_the_names_that_every_provider_has(name: str) -> None:
    module: Any = provider(name)
    assert f"{name.upper()}_API_KEY" == module.SECRET
    assert set(module.FINISH.values()) >= {"length", "content-filter"}
    assert all(
        callable(getattr(module, verb))
        for verb in ("stream", "offered", "to_request", "to_provider", "to_events")
    )


# What is said


def test_text_streams_in_pieces_and_ends_with_its_finish(name: str, llmock: LLMock) -> None:
    llmock.reply("It is five to four.")
    events = run(step(name, llmock.url))
    assert text(events) == "It is five to four."
    assert len([event for event in events if isinstance(event, TextDelta)]) > 1
    assert isinstance(events[-1], StepFinish)
    assert events[-1].reason == "stop"
    assert len([event for event in events if isinstance(event, StepFinish)]) == 1


def test_words_of_any_script_arrive_whole(name: str, llmock: LLMock) -> None:
    llmock.reply('Größe 漢字 👩‍🚀 \\ "quoted" ')
    assert text(run(step(name, llmock.url))) == 'Größe 漢字 👩‍🚀 \\ "quoted" '


def test_a_compressed_stream_is_read(name: str, dialect: Dialect, server: Playback) -> None:
    reason = next(iter(dialect.REASONS))
    server.play(*dialect.said("It is ", "four."), *dialect.end(reason), zipped=True)
    events = run(step(name, server.url))
    assert "gzip" in server.requests[-1].headers["accept-encoding"]
    assert text(events) == "It is four."


def test_every_word_for_the_end_is_known(name: str, dialect: Dialect, server: Playback) -> None:
    for reason, ours in dialect.REASONS.items():
        server.play(*dialect.said("Four."), *dialect.end(reason))
        finish = run(step(name, server.url))[-1]
        assert isinstance(finish, StepFinish)
        assert (reason, finish.reason) == (reason, ours)


def test_usage_counts_the_whole_prompt_and_its_cached_part(
    name: str, dialect: Dialect, server: Playback
) -> None:
    reason = next(iter(dialect.REASONS))
    server.play(*dialect.said("Four."), *dialect.end(reason))
    finish = cast(StepFinish, run(step(name, server.url))[-1])
    # Nobody else tells what went into the cache, nor charges for it.
    written = 10 if name == "anthropic" else 0
    assert finish.usage == Usage(100, 7, 40, cache_write_input_tokens=written)


def test_usage_is_asked_for_where_it_is_not_told_unasked(name: str, llmock: LLMock) -> None:
    finish = cast(StepFinish, run(step(name, llmock.url))[-1])
    # Mistral tells it unasked, which the simulator's does not.
    assert finish.usage.output_tokens > 0 or name == "mistral"


# What is asked


def test_the_system_prompt_and_the_history_reach_the_wire(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    history = (asked(TextPart("Hi.")), answered(TextPart("Hello.")), asked(TextPart("And now?")))
    run(step(name, llmock.url, *history, system="Be brief."))
    assert list(dialect.read(llmock.last_request.body)) == [
        ("system", "text", "Be brief."),
        ("user", "text", "Hi."),
        ("assistant", "text", "Hello."),
        ("user", "text", "And now?"),
    ]


def test_without_a_system_prompt_none_is_sent(name: str, dialect: Dialect, llmock: LLMock) -> None:
    run(step(name, llmock.url))
    (line,) = dialect.read(llmock.last_request.body)
    assert line == ("user", "text", "What time is it?")


def test_temperature_and_the_token_limit_are_sent(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    run(step(name, llmock.url, temperature=0.4, max_tokens=321))
    assert dialect.temperature(llmock.last_request.body) == 0.4
    assert dialect.max_tokens(llmock.last_request.body) == 321


@pytest.mark.parametrize(
    ("range_", "temperature"), [(None, 0.4), ((0.0, 2.0), None)], ids=["takes none", "unset"]
)
def test_temperature_is_left_out(
    name: str,
    dialect: Dialect,
    llmock: LLMock,
    range_: tuple[float, float] | None,
    temperature: float | None,
) -> None:
    asks = model(name, temperature=range_)
    run(step(name, llmock.url, model=asks, temperature=temperature))
    assert dialect.temperature(llmock.last_request.body) is None


def test_effort_is_sent_to_a_model_with_reasoning_alone(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    run(step(name, llmock.url, effort="high"))
    assert dialect.effort(llmock.last_request.body) is None
    sent: list[Any] = []
    for effort in ("low", "high"):
        run(step(name, llmock.url, model=model(name, reasoning=True), effort=effort))
        sent.append(dialect.effort(llmock.last_request.body))
    assert sent[1] is not None
    assert sent[1] != sent[0]


def test_an_image_reaches_the_wire_beside_its_question(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    run(step(name, llmock.url, asked(TextPart("What is this?"), DOT)))
    assert list(dialect.read(llmock.last_request.body)) == [
        ("user", "text", "What is this?"),
        ("user", "image", f"image/png {DOT.data}"),
    ]


DRAWN = ToolPart(
    "call00001", "draw", {}, "output-available", with_pictures("Done.", (DOT,)), images=(DOT,)
)


def test_the_pictures_of_a_result_are_shown_or_told_of(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    """Each provider's own documentation says which of them take images in a tool's result."""
    told: dict[bool, list[Line]] = {
        True: [("tool", "result", "draw: Done."), ("tool", "image", f"image/png {DOT.data}")],
        False: [
            ("tool", "result", "draw: Done.\n\n[Pictures that the person sees and you can't: 1.]")
        ],
    }
    run(step(name, llmock.url, asked(TextPart("Draw.")), answered(DRAWN)))
    read = list(dialect.read(llmock.last_request.body))
    assert read[2:] == told[name in ("anthropic", "openai", "google")]
    blind = replace(DRAWN, images=())
    run(step(name, llmock.url, asked(TextPart("Draw.")), answered(blind)))
    assert list(dialect.read(llmock.last_request.body))[2:] == told[False]


# Reasoning


def test_reasoning_streams_apart_from_the_answer(
    name: str, dialect: Dialect, server: Playback
) -> None:
    reason = next(iter(dialect.REASONS))
    server.play(*dialect.thought("Hm."), *dialect.said("Four."), *dialect.end(reason))
    events = run(step(name, server.url, model=model(name, reasoning=True)))
    thoughts = [event.delta for event in events if isinstance(event, ReasoningDelta)]
    assert "".join(thoughts) == "Hm."
    assert text(events) == "Four."


def test_reasoning_comes_back_to_the_model_whose_it_is_and_to_no_other(
    name: str, dialect: Dialect, server: Playback
) -> None:
    thinks = model(name, reasoning=True)
    reason = next(iter(dialect.REASONS))
    called = dialect.called(Call("call00001", "clock", ('{"zone": "UTC"}',)))
    server.play(*dialect.thought("Hm."), *called, *dialect.end(reason))
    question = asked(TextPart("What time is it?"))
    first = step(name, server.url, question, model=thinks, tools=(CLOCK,))
    said = parts(run(first))
    call = next(part for part in said if isinstance(part, ToolPart))
    done = fold(said, ToolOutput(call.tool_call_id, "15:55"))
    again = replace(first, messages=(question, answered(*done)))

    for asks, echoed in ((thinks, True), (replace(thinks, name="another"), False)):
        server.play(*dialect.said("Four."), *dialect.end(reason))
        run(replace(again, model=asks))
        assert holds(server.body, dialect.ECHO) is echoed
        assert ("tool", "result", "clock: 15:55") in dialect.read(server.body)


def holds(body: Any, fragment: Json) -> bool:
    """Whether some object in the body has all that the fragment has."""
    if isinstance(body, list):
        return any(holds(item, fragment) for item in cast(list[Any], body))
    if not isinstance(body, dict):
        return False
    found = cast(Json, body)
    if all(found.get(key) == value for key, value in fragment.items()):
        return True
    return any(holds(value, fragment) for value in found.values())


# Tools


def test_a_call_streams_its_arguments_and_comes_whole(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    llmock.call_tool("clock", {"zone": "Europe/Ljubljana"})
    events = run(step(name, llmock.url, tools=(CLOCK,)))
    (call,) = calls(events)
    assert (call.tool_name, call.input, call.invalid) == ("clock", {"zone": "Europe/Ljubljana"}, "")
    started = [event for event in events if isinstance(event, ToolInputStart)]
    assert started == [ToolInputStart(call.tool_call_id, "clock")]
    deltas = [event.delta for event in events if isinstance(event, ToolInputDelta)]
    assert "".join(deltas) == '{"zone": "Europe/Ljubljana"}'
    assert cast(StepFinish, events[-1]).reason == "tool-calls"
    assert dialect.tools(llmock.last_request.body) == ["clock"]


def test_several_calls_at_once_stay_apart(name: str, llmock: LLMock) -> None:
    zones = [{"zone": "UTC"}, {"zone": "CET"}, {"zone": "JST"}]
    llmock.add(Reply("Let me see.", tuple(ToolCall("clock", zone) for zone in zones)))
    events = run(step(name, llmock.url, tools=(CLOCK,)))
    assert text(events) == "Let me see."
    assert [call.input for call in calls(events)] == zones
    assert len({call.tool_call_id for call in calls(events)}) == 3


def test_a_call_without_arguments_has_an_empty_object(
    name: str, dialect: Dialect, server: Playback
) -> None:
    server.play(
        *dialect.said("So."),
        *dialect.called(Call("call00001", "now")),
        *dialect.end(next(iter(dialect.REASONS))),
    )
    events = run(step(name, server.url, tools=(CLOCK,)))
    assert [(call.tool_name, call.input, call.invalid) for call in calls(events)] == [
        ("now", {}, "")
    ]
    assert cast(StepFinish, events[-1]).reason == "tool-calls"


def test_malformed_arguments_are_told_as_such(
    name: str, dialect: Dialect, server: Playback
) -> None:
    if name == "google":
        # Gemini sends no text to be parsed; it says that it wrote none that could be.
        server.play(*dialect.said("So."), *dialect.end("MALFORMED_FUNCTION_CALL"))
        with pytest.raises(Unavailable, match="unreadable"):
            run(step(name, server.url, tools=(CLOCK,)))
        return
    called = dialect.called(Call("call00001", "clock", ('{"zone":', ' "U')))
    server.play(*dialect.said("So."), *called, *dialect.end(next(iter(dialect.REASONS))))
    (call,) = calls(run(step(name, server.url, tools=(CLOCK,))))
    assert call.input == '{"zone": "U'
    assert "not valid JSON" in call.invalid


def test_results_of_tools_reach_the_wire_with_their_calls(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    history = (
        asked(TextPart("What time is it?")),
        answered(
            TextPart("Let me see."),
            ToolPart("call_1", "clock", {"zone": "UTC"}, "output-available", {"now": "15:55"}),
            ToolPart("call_2", "alarm", {}, "output-error", error_text="It is broken."),
            TextPart("Five to four."),
        ),
        asked(TextPart("Thanks.")),
    )
    run(step(name, llmock.url, *history, tools=(CLOCK,)))
    assert list(dialect.read(llmock.last_request.body)) == [
        ("user", "text", "What time is it?"),
        ("assistant", "text", "Let me see."),
        ("assistant", "call", 'clock {"zone": "UTC"}'),
        ("assistant", "call", "alarm {}"),
        ("tool", "result", 'clock: {"now": "15:55"}'),
        ("tool", "result", "alarm: It is broken."),
        ("assistant", "text", "Five to four."),
        ("user", "text", "Thanks."),
    ]


def test_a_call_that_never_ran_still_has_a_result(
    name: str, dialect: Dialect, llmock: LLMock
) -> None:
    cut = answered(ToolPart("call_1", "clock", '{"zo', "input-available"))
    run(step(name, llmock.url, asked(TextPart("Hi.")), cut, asked(TextPart("Go on."))))
    assert list(dialect.read(llmock.last_request.body))[1:3] == [
        ("assistant", "call", 'clock {"invalid": "{\\"zo"}'),
        ("tool", "result", "clock: The tool did not run."),
    ]


# What goes wrong


def test_an_answer_that_was_withheld_says_so(name: str, dialect: Dialect, server: Playback) -> None:
    reason = next(word for word, ours in dialect.REASONS.items() if ours == "content-filter")
    server.play(*dialect.said(), *dialect.end(reason))
    (finish,) = run(step(name, server.url))
    assert isinstance(finish, StepFinish)
    assert finish.reason == "content-filter"


def test_a_stream_without_its_end_raises(name: str, llmock: LLMock) -> None:
    llmock.reply("It is five to four, or so they say.").truncate(after_chunks=4)
    said: list[Event] = []
    with pytest.raises(Unavailable, match="cut off") as raised:
        said.extend(provider(name).stream(step(name, llmock.url)))
    assert raised.value.retryable
    assert not any(isinstance(event, StepFinish) for event in said)


def test_an_unknown_kind_raises(name: str, dialect: Dialect, server: Playback) -> None:
    server.play(*dialect.said("Four."), dialect.unknown())
    with pytest.raises(Internal, match="hologram"):
        run(step(name, server.url))


def test_an_error_inside_the_stream_raises(name: str, dialect: Dialect, server: Playback) -> None:
    server.play(*dialect.said("Four."), dialect.overloaded())
    with pytest.raises(Unavailable, match="down or overloaded") as raised:
        run(step(name, server.url))
    assert raised.value.retryable


def test_a_chunk_that_is_no_json_raises(name: str, dialect: Dialect, server: Playback) -> None:
    server.play(*dialect.said("Four."), b'data: {"cho\n\n')
    with pytest.raises(Unavailable, match="unreadable"):
        run(step(name, server.url))


def test_what_the_provider_wrote_is_not_passed_on(name: str, server: Playback) -> None:
    server.reply({"error": {"message": "the secret prompt"}, "message": "the secret prompt"}, 400)
    with pytest.raises(HearthError) as raised:
        run(step(name, server.url))
    assert "secret" not in raised.value.message
    assert raised.value.code == "invalid-argument"


def test_a_server_that_is_not_there_is_unavailable(name: str) -> None:
    with pytest.raises(Unavailable, match="could not be reached") as raised:
        run(step(name, "http://127.0.0.1:9"))
    assert raised.value.retryable


# Stopping


@pytest.mark.parametrize("stall", ["head", "tail"])
def test_a_stalled_stream_ends_at_once_when_stopped(
    name: str, dialect: Dialect, server: Playback, stall: Any
) -> None:
    server.play(*dialect.said("Four."), stall=stall)
    request = step(name, server.url, cancel=Cancel(), timeout=30.0)
    said: list[Event] = []
    reader = threading.Thread(target=lambda: said.extend(provider(name).stream(request)))
    reader.start()
    wait_for(lambda: bool(server.requests))
    began = time.monotonic()
    request.cancel.fire()
    reader.join(5.0)
    assert not reader.is_alive()
    assert time.monotonic() - began < 1.0
    assert not any(isinstance(event, StepFinish) for event in said)


def test_nothing_is_asked_once_stopped(name: str, server: Playback) -> None:
    request = step(name, server.url, cancel=Cancel())
    request.cancel.fire()
    assert run(request) == []
    assert server.requests == []


@pytest.mark.parametrize("stall", ["head", "tail"])
def test_a_silence_longer_than_the_timeout_raises(
    name: str, dialect: Dialect, server: Playback, stall: Any
) -> None:
    server.play(*dialect.said("Four."), stall=stall)
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded, match="stopped answering") as raised:
        run(step(name, server.url, timeout=0.3))
    assert raised.value.retryable
    assert time.monotonic() - began < 3.0


def test_no_deadline_is_set_for_the_whole_of_an_answer(
    name: str, dialect: Dialect, server: Playback
) -> None:
    server.play(*dialect.said("Four."), *dialect.end(next(iter(dialect.REASONS))))
    run(step(name, server.url, timeout=7.0))
    (sent,) = server.requests
    assert "x-server-timeout" not in sent.headers


def wait_for(true: Any) -> None:
    deadline = time.monotonic() + 5.0
    while not true():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


# The list of models


def test_the_models_offered_are_listed(name: str, dialect: Dialect, server: Playback) -> None:
    server.reply(dialect.models("model-a", "model-b"))
    module: Provider = provider(name)
    assert module.offered(step(name, server.url).endpoint) == ["model-a", "model-b"]
