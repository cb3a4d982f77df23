"""The door, tried with OpenAI's own SDK as the client, over real sockets."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import openai
import pytest
from google.cloud.firestore import FieldFilter
from openai import OpenAI
from openai.types.chat import ChatCompletionToolParam

import upkeep
from hearth import MODELS, Account, Hearth
from scripted import asked, script, unscript

MODEL = MODELS["anthropic"]
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WEATHER: ChatCompletionToolParam = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


@pytest.fixture(scope="module")
def client(hearth: Hearth, ada: Account) -> OpenAI:
    return opened(hearth, token_of(hearth, ada))


@pytest.fixture(autouse=True)
def nothing_left_scripted(hearth: Hearth) -> Iterator[None]:
    yield
    unscript(hearth.simulator)


def token_of(hearth: Hearth, account: Account, *, days: int | None = None) -> str:
    return hearth.call("create_token", account.token, label="A test", days=days)["token"]


def opened(hearth: Hearth, token: str) -> OpenAI:
    return OpenAI(api_key=token, base_url=f"{hearth.url('v1')}/v1", max_retries=0)


def ask(client: OpenAI, text: str = "Hello", model: str = MODEL) -> str:
    answer = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": text}]
    )
    return answer.choices[0].message.content or ""


def month(hearth: Hearth, account: Account) -> dict[str, Any]:
    name = f"{datetime.now(UTC):%Y-%m}"
    return hearth.db.document("users", account.uid, "usage", name).get().to_dict() or {}


def until(true: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether it has become true in time."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


# ---- What is there


def test_the_models_are_the_members_agents_and_what_is_switched_on(
    hearth: Hearth, client: OpenAI, ada: Account
) -> None:
    own = hearth.db.document("users", ada.uid, "agents", "my-own")
    own.set({"name": "My own", "prompt": "Rhyme.", "model": MODEL, "enabled": True})
    names = [model.id for model in client.models.list()]
    assert {"agent/hearth", "agent/my-own", *MODELS.values()} <= set(names)
    assert "agent/dungeon-master" not in names
    assert client.models.retrieve(MODEL).owned_by == "anthropic"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("agent/dungeon-master")


# ---- A turn


@pytest.mark.parametrize("provider", MODELS)
def test_every_provider_answers_whole_and_in_pieces_alike(
    hearth: Hearth, client: OpenAI, provider: str
) -> None:
    script(hearth.simulator, {"type": "reply", "text": "Wood, then fire.", "times": 2})
    whole = client.chat.completions.create(
        model=MODELS[provider],
        messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
        max_tokens=200,
    )
    assert whole.choices[0].message.content == "Wood, then fire."
    assert whole.choices[0].finish_reason == "stop"
    assert whole.model == MODELS[provider]
    assert whole.usage is not None
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    assert whole.usage.completion_tokens > 0

    chunks = list(
        client.chat.completions.create(
            model=MODELS[provider],
            messages=[{"role": "user", "content": "Hi"}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    deltas = [chunk.choices[0] for chunk in chunks if chunk.choices]
    assert deltas[0].delta.role == "assistant"
    assert "".join(choice.delta.content or "" for choice in deltas) == "Wood, then fire."
    assert [choice.finish_reason for choice in deltas if choice.finish_reason] == ["stop"]
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens > 0
    assert len({chunk.id for chunk in chunks}) == 1


def test_an_agent_answers_with_its_own_model_and_prompt(
    hearth: Hearth, client: OpenAI, ada: Account
) -> None:
    hearth.db.document("users", ada.uid, "agents", "poet").set(
        {"name": "Poet", "prompt": "Answer in rhyme.", "model": MODEL, "enabled": True}
    )
    answer = client.chat.completions.create(
        model="agent/poet",
        messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
    )
    assert answer.model == "agent/poet"
    request = asked(hearth.simulator)[-1]
    assert request["model"] == MODEL.removeprefix("anthropic:")
    assert "Answer in rhyme." in json.dumps(request["body"])
    assert "Be brief." in json.dumps(request["body"])
    assert "Answer in rhyme." not in answer.model_dump_json()


def test_a_tool_is_called_by_the_model_and_run_by_the_caller(
    hearth: Hearth, client: OpenAI
) -> None:
    call = {"name": "get_weather", "arguments": {"city": "Oslo"}}
    script(hearth.simulator, {"type": "reply", "tool_calls": [call]})
    question: Any = {"role": "user", "content": "How is Oslo?"}
    asking = client.chat.completions.create(model=MODEL, messages=[question], tools=[WEATHER])
    assert asking.choices[0].finish_reason == "tool_calls"
    message: Any = asking.choices[0].message
    (called,) = message.tool_calls
    assert called.function.name == "get_weather"
    assert json.loads(called.function.arguments) == {"city": "Oslo"}

    script(hearth.simulator, {"type": "reply", "text": "Snow in Oslo."})
    result: Any = {"role": "tool", "tool_call_id": called.id, "content": "snow, -3"}
    answer = client.chat.completions.create(
        model=MODEL, messages=[question, message, result], tools=[WEATHER]
    )
    assert answer.choices[0].message.content == "Snow in Oslo."
    assert "snow, -3" in json.dumps(asked(hearth.simulator)[-1]["body"])


@pytest.mark.parametrize("provider", MODELS)
def test_calls_side_by_side_are_streamed_whole_by_every_provider(
    hearth: Hearth, client: OpenAI, provider: str
) -> None:
    cities = ["Oslo", "Bergen"]
    calls = [{"name": "get_weather", "arguments": {"city": city}} for city in cities]
    script(hearth.simulator, {"type": "reply", "tool_calls": calls})
    stream = client.chat.completions.create(
        model=MODELS[provider],
        messages=[{"role": "user", "content": "How are Oslo and Bergen?"}],
        tools=[WEATHER],
        stream=True,
    )
    found: dict[int, dict[str, str]] = {}
    reasons: list[str] = []
    for chunk in stream:
        for piece in chunk.choices[0].delta.tool_calls or []:
            into = found.setdefault(piece.index, {"id": "", "arguments": ""})
            into["id"] += piece.id or ""
            if piece.function is not None:
                into["arguments"] += piece.function.arguments or ""
        reasons += filter(None, [chunk.choices[0].finish_reason])
    assert [json.loads(call["arguments"])["city"] for call in found.values()] == cities
    assert len({call["id"] for call in found.values()}) == 2
    assert reasons == ["tool_calls"]


def test_what_a_model_signed_goes_out_with_the_call_and_comes_back(
    hearth: Hearth, client: OpenAI
) -> None:
    model = MODELS["google"]
    call = {"name": "get_weather", "arguments": {"city": "Oslo"}}
    script(hearth.simulator, {"type": "reply", "tool_calls": [call]})
    question: Any = {"role": "user", "content": "How is Oslo?"}
    asking = client.chat.completions.create(model=model, messages=[question], tools=[WEATHER])
    message: Any = asking.choices[0].message
    (called,) = message.tool_calls
    assert called.extra_content["hearth"]["metadata"]["google"]["model"]
    result: Any = {"role": "tool", "tool_call_id": called.id, "content": "snow"}
    script(hearth.simulator, {"type": "reply", "text": "Snow."})
    answer = client.chat.completions.create(
        model=model, messages=[question, message, result], tools=[WEATHER]
    )
    assert answer.choices[0].message.content == "Snow."


def test_an_image_reaches_a_model_that_can_see(hearth: Hearth, client: OpenAI) -> None:
    content: Any = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": PIXEL}},
    ]
    answer = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": content}]
    )
    assert answer.choices[0].message.content
    assert PIXEL.partition(",")[2] in json.dumps(asked(hearth.simulator)[-1]["body"])


def test_an_answer_ends_before_a_stop_word(hearth: Hearth, client: OpenAI) -> None:
    script(hearth.simulator, {"type": "reply", "text": "One. Two. Observation: three.", "times": 2})
    question: Any = [{"role": "user", "content": "Count"}]
    whole = client.chat.completions.create(model=MODEL, messages=question, stop="Observation:")
    assert whole.choices[0].message.content == "One. Two. "
    chunks = client.chat.completions.create(
        model=MODEL, messages=question, stop=["Observation:"], stream=True
    )
    choices = [chunk.choices[0] for chunk in chunks]
    assert "".join(choice.delta.content or "" for choice in choices) == "One. Two. "
    assert choices[-1].finish_reason == "stop"


# ---- What it costs


def test_a_call_is_charged_and_leaves_nothing_behind(hearth: Hearth) -> None:
    bob = hearth.member("bob")
    ask(opened(hearth, token_of(hearth, bob)))
    assert until(lambda: month(hearth, bob).get("reservedUsd") == pytest.approx(0))
    used = month(hearth, bob)
    assert used["spentUsd"] > 0
    assert used["byModel"][MODEL]["turns"] == 1
    assert not list(hearth.db.collection("users", bob.uid, "calls").stream())
    assert not list(hearth.db.collection("users", bob.uid, "threads").stream())


def test_a_spent_budget_is_a_429_that_no_client_repeats(hearth: Hearth) -> None:
    poor = hearth.member("poor", budgetUsd=0.000001)
    with pytest.raises(openai.RateLimitError) as raised:
        ask(opened(hearth, token_of(hearth, poor)))
    assert raised.value.code == "insufficient_quota"
    assert raised.value.type == "insufficient_quota"
    assert raised.value.response.headers["X-Should-Retry"] == "false"
    assert month(hearth, poor).get("reservedUsd", 0) == 0


def test_many_calls_at_once_cannot_overdraw(hearth: Hearth) -> None:
    dan = hearth.member("dan", budgetUsd=1.0)
    client = opened(hearth, token_of(hearth, dan))
    script(hearth.simulator, {"type": "delay", "seconds": 1.0, "times": 20})

    def send(_: int) -> int:
        try:
            client.chat.completions.create(
                model=MODELS["anthropic"],
                messages=[{"role": "user", "content": "x" * 3000}],
                max_tokens=30_000,
            )
        except openai.APIStatusError as error:
            return error.status_code
        return 200

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(send, range(20)))
    assert set(statuses) == {200, 429}
    assert month(hearth, dan)["spentUsd"] <= 1.0


def test_a_call_whose_function_died_is_settled_by_the_sweeper(hearth: Hearth) -> None:
    fay = hearth.member("fay")
    name = f"{datetime.now(UTC):%Y-%m}"
    hearth.db.document("users", fay.uid, "usage", name).set({"reservedUsd": 0.5})
    hearth.db.document("users", fay.uid, "calls", "lost").set(
        {
            "token": "0" * 64,
            "agent": "-",
            "model": MODEL,
            "heartbeatAt": datetime.now(UTC) - timedelta(seconds=40),
            "stop": False,
            "chars": 300,
            "reserved": {"usd": 0.5, "promptUsd": 0.01, "usdPerToken": 0.0001, "period": name},
        }
    )
    upkeep.run()
    assert month(hearth, fay)["reservedUsd"] == pytest.approx(0)
    assert month(hearth, fay)["spentUsd"] == pytest.approx(0.01 + 100 * 0.0001)
    assert not list(hearth.db.collection("users", fay.uid, "calls").stream())


# ---- Who is refused


@pytest.mark.parametrize("token", ["hearth_no", "sk-something", "hearth_" + "A" * 43])
def test_a_wrong_token_is_refused(hearth: Hearth, token: str) -> None:
    with pytest.raises(openai.AuthenticationError) as raised:
        ask(opened(hearth, token))
    assert raised.value.code == "invalid_api_key"
    with pytest.raises(openai.AuthenticationError):
        opened(hearth, token).models.list()


def test_an_id_token_is_no_key_to_the_door(hearth: Hearth, ada: Account) -> None:
    with pytest.raises(openai.AuthenticationError):
        ask(opened(hearth, ada.token))


def test_an_expired_token_is_refused(hearth: Hearth, ada: Account) -> None:
    token = token_of(hearth, ada, days=1)
    client = opened(hearth, token)
    assert ask(client)
    mine = FieldFilter("uid", "==", ada.uid)
    for stored in hearth.db.collection("tokens").where(filter=mine).stream():
        if stored.get("expiresAt") is not None:
            stored.reference.update({"expiresAt": datetime.now(UTC) - timedelta(seconds=1)})
    with pytest.raises(openai.AuthenticationError, match="expired"):
        ask(client)


def test_a_revoked_token_ends_the_call_that_it_has_running(hearth: Hearth, ada: Account) -> None:
    made = hearth.call("create_token", ada.token, label="Soon gone", days=None)
    client = opened(hearth, made["token"])
    slow = {"type": "stream_fault", "kind": "stall", "after_chunks": 8, "stall_seconds": 20.0}
    script(hearth.simulator, {"type": "reply", "text": "word " * 50}, slow)
    stream = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Go on and on"}], stream=True
    )
    began = time.monotonic()
    next(iter(stream))
    assert hearth.call("revoke_token", ada.token, id=made["id"]) == {}
    with pytest.raises(openai.APIError, match="revoked"):
        list(stream)
    assert time.monotonic() - began < 10
    with pytest.raises(openai.AuthenticationError):
        ask(client)
    assert until(lambda: not list(hearth.db.collection("users", ada.uid, "calls").stream()))


def test_a_reader_who_goes_away_ends_the_call(hearth: Hearth) -> None:
    gil = hearth.member("gil")
    slow = {"type": "stream_fault", "kind": "stall", "after_chunks": 8, "stall_seconds": 60.0}
    script(hearth.simulator, {"type": "reply", "text": "word " * 50}, slow)
    client = opened(hearth, token_of(hearth, gil))
    stream = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Go on"}], stream=True
    )
    next(iter(stream))
    stream.close()
    calls = hearth.db.collection("users", gil.uid, "calls")
    assert until(lambda: not list(calls.stream()), seconds=30)
    assert month(hearth, gil)["reservedUsd"] == pytest.approx(0)


def test_a_suspended_member_is_refused_and_their_running_call_ended(hearth: Hearth) -> None:
    hal = hearth.member("hal")
    client = opened(hearth, token_of(hearth, hal))
    slow = {"type": "stream_fault", "kind": "stall", "after_chunks": 8, "stall_seconds": 20.0}
    script(hearth.simulator, {"type": "reply", "text": "word " * 50}, slow)
    stream = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Go on"}], stream=True
    )
    next(iter(stream))
    hearth.db.document("users", hal.uid).update({"suspended": True})
    with pytest.raises(openai.APIError, match="suspended"):
        list(stream)
    with pytest.raises(openai.PermissionDeniedError):
        ask(client)
    with pytest.raises(openai.PermissionDeniedError):
        client.models.list()


@pytest.mark.parametrize("model", ["agent/dungeon-master", "agent/nobody", "openai:nothing"])
def test_what_is_not_the_members_is_not_found(client: OpenAI, model: str) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        ask(client, model=model)
    assert raised.value.code == "model_not_found"


BAD: list[tuple[str, dict[str, Any]]] = [
    ("no messages", {"messages": []}),
    ("no question", {"messages": [{"role": "system", "content": "x"}]}),
    ("a role that nobody has", {"messages": [{"role": "owner", "content": "x"}]}),
    ("an image elsewhere", {"messages": [{"role": "user", "content": [
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]}]}),
    ("a result of nothing", {"messages": [
        {"role": "user", "content": "x"},
        {"role": "tool", "tool_call_id": "c1", "content": "x"}]}),
    ("a model without a provider", {"model": "gpt"}),
    ("two answers", {"n": 2}),
    ("a forced tool", {"tool_choice": "required"}),
    ("a format", {"response_format": {"type": "json_object"}}),
    ("too hot", {"temperature": 3}),
    ("an unknown field", {"logit_bias": {"1": 1}}),
    ("a tool without a name", {"tools": [{"type": "function", "function": {}}]}),
]  # fmt: skip


@pytest.mark.parametrize("changes", [case[1] for case in BAD], ids=[case[0] for case in BAD])
def test_what_cannot_be_done_as_asked_is_refused_by_name(
    client: OpenAI, changes: dict[str, Any]
) -> None:
    body = {"model": MODEL, "messages": [{"role": "user", "content": "Hi"}], **changes}
    with pytest.raises(openai.BadRequestError) as raised:
        client.post("/chat/completions", cast_to=object, body=body)
    error: Any = raised.value.body
    assert error["type"] == "invalid_request_error"
    assert error["message"].endswith(".")


def test_a_provider_that_fails_before_its_first_word_is_told_by_a_status(
    hearth: Hearth, client: OpenAI
) -> None:
    script(hearth.simulator, {"type": "fail", "status": 400, "times": 4})
    for stream in (False, True):
        with pytest.raises(openai.APIStatusError) as raised:
            client.chat.completions.create(
                model=MODEL, messages=[{"role": "user", "content": "Hi"}], stream=stream
            )
        assert raised.value.status_code >= 400
        assert raised.value.type in ("server_error", "invalid_request_error")


def test_the_log_holds_no_token_and_no_words(hearth: Hearth, ada: Account) -> None:
    token = token_of(hearth, ada)
    ask(opened(hearth, token), "A most unusual sentence.")
    log = hearth.log("v1")
    assert '"message": "turn"' in log
    assert token not in log
    assert "unusual" not in log
