"""The agent loop: stream a step, run the tools it asked for, repeat until it stops asking.

Retries live here and nowhere else: a step that fails before its first event is tried again, a
bounded number of times, honouring what the provider asked for. After the first event the person
has seen part of the answer, so the error is theirs to decide on.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from budget import MESSAGE_TOKENS, tokens_of_text
from cancel import Cancel
from errors import HearthError, Unavailable
from events import (
    Event,
    Finish,
    StepFinish,
    StepStart,
    ToolApproval,
    ToolDenied,
    ToolError,
    ToolInput,
    fold,
    merge,
    without_begun,
)
from messages import Approval, Message, Model, Part, TextPart, ToolPart, ToolSpec
from providers import Effort, Endpoint, StepRequest, provider
from tool_calls import RunTool, call_of, run_calls

MAX_STEPS = 12
ATTEMPTS = 3
# A wait longer than this is the person's to choose, so the error is passed on at once.
MAX_RETRY_SECONDS = 10.0

CONTINUE = (
    "Your last answer was cut off. Go on exactly where it stopped, in the same voice and format. "
    "Repeat nothing, and do not mention the interruption."
)

NO_MORE_STEPS = "The limit of steps is reached, so this did not run."

Ask = Callable[[ToolInput, tuple[Message, ...]], Approval | None]
Afford = Callable[[tuple[Message, ...]], None]


def _ask_nothing(_call: ToolInput, _messages: tuple[Message, ...]) -> None:
    return None


def _afford_all(_messages: tuple[Message, ...]) -> None:
    return None


def _no_decisions() -> dict[str, bool]:
    return {}


@dataclass(frozen=True)
class AgentRequest:
    """What the loop needs for one turn.

    Args:
        messages: the branch, oldest first. When the last is the assistant's, it is gone on from.
        run_tool: runs one call; `None` when the tools are the caller's own, or there are none.
            The turn then ends with the calls, for the caller to run them.
        ask: what the person is asked before a call, given what the model had read; `None` when
            it may run. A turn with calls that wait ends with its step, and is gone on from later.
        decisions: by call, whether one that the last message waits with may run. One without a
            decision may not.
        afford: raises when the budget does not cover a step with these messages.
        timeout: seconds without a byte from the provider before a step counts as stalled.
    """

    model: Model
    endpoint: Endpoint
    system: str
    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float | None = None
    effort: Effort | None = None
    tools: tuple[ToolSpec, ...] = ()
    run_tool: RunTool | None = None
    ask: Ask = _ask_nothing
    decisions: Mapping[str, bool] = field(default_factory=_no_decisions)
    afford: Afford = _afford_all
    cancel: Cancel = field(default_factory=Cancel)
    timeout: float = 60.0


def run(request: AgentRequest) -> Iterator[Event]:
    """The events of a turn, from its first step to `Finish`.

    Ends without `Finish` when cancelled.

    Raises:
        HearthError: the provider failed, before or after the first event.
    """
    messages = request.messages
    if waiting := _waiting(messages):
        parts = messages[-1].parts
        for event in _decided(request, waiting):
            parts = fold(parts, event)
            yield event
        if request.cancel.fired:
            return
        messages = (*messages[:-1], replace(messages[-1], parts=parts))
    messages = _open_for_answer(messages)
    for step in range(1, MAX_STEPS + 1):
        request.afford(messages)
        said: list[Event] = []
        finish: StepFinish | None = None
        yield StepStart()
        for event in _step(request, messages):
            said.append(event)
            finish = event if isinstance(event, StepFinish) else finish
            yield event
        if request.cancel.fired:
            return
        if finish is None:
            raise Unavailable("The answer was cut off. Continue it or try again.", retryable=True)
        parts = _parts_of(said)
        calls = [part for part in parts if isinstance(part, ToolPart)]
        if finish.reason != "tool-calls" or not calls or request.run_tool is None:
            yield Finish(finish.reason)
            return
        last = step == MAX_STEPS
        for event in _unrun(calls) if last else _called(request, calls, messages):
            parts = fold(parts, event)
            yield event
        if request.cancel.fired:
            return
        if any(_waits(part) for part in parts):
            yield Finish("tool-calls")
            return
        messages = (*messages, Message("assistant", parts))
    yield Finish("length")


def _parts_of(events: list[Event]) -> tuple[Part, ...]:
    """Folded at once: delta by delta, a long answer would be copied thousands of times."""
    parts: tuple[Part, ...] = ()
    for event in merge(events):
        parts = fold(parts, event)
    return parts


def _waits(part: Part) -> TypeGuard[ToolPart]:
    return isinstance(part, ToolPart) and part.state == "approval-requested"


def _waiting(messages: tuple[Message, ...]) -> list[ToolPart]:
    """The calls that the last message waits with."""
    return [part for part in messages[-1].parts if _waits(part)] if messages else []


def _decided(request: AgentRequest, waiting: list[ToolPart]) -> Iterator[Event]:
    """What became of calls that waited: results of those that may run, and refusals."""
    allowed = [part for part in waiting if request.decisions.get(part.tool_call_id, False)]
    yield from (ToolDenied(part.tool_call_id) for part in waiting if part not in allowed)
    yield from _results(request, allowed)


def _called(
    request: AgentRequest, calls: list[ToolPart], messages: tuple[Message, ...]
) -> Iterator[Event]:
    """What became of a step's calls: questions first, then the results of those that may run."""
    # An invalid call has its error already.
    valid = [part for part in calls if part.state == "input-available"]
    questions = {part.tool_call_id: request.ask(call_of(part), messages) for part in valid}
    for call_id, approval in questions.items():
        if approval is not None:
            yield ToolApproval(call_id, approval)
    yield from _results(request, [part for part in valid if not questions[part.tool_call_id]])


def _results(request: AgentRequest, calls: list[ToolPart]) -> Iterator[Event]:
    names = {tool.name for tool in request.tools}
    for part in calls:
        if part.tool_name not in names or request.run_tool is None:
            yield ToolError(part.tool_call_id, f"There is no tool named {part.tool_name}.")
    known = [call_of(part) for part in calls if part.tool_name in names]
    if request.run_tool is not None:
        yield from run_calls(known, request.run_tool, request.cancel)


def _unrun(calls: list[ToolPart]) -> Iterator[Event]:
    return (
        ToolError(part.tool_call_id, NO_MORE_STEPS)
        for part in calls
        if part.state == "input-available"
    )


def _open_for_answer(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The same messages, ending with something to answer: a question or a tool's result."""
    last = replace(messages[-1], parts=without_begun(messages[-1].parts)) if messages else None
    if last is not None and last.role == "assistant" and not _awaits_answer(last):
        return (*messages, Message("user", (TextPart(CONTINUE),)))
    return messages


def _awaits_answer(message: Message) -> bool:
    last = message.parts[-1] if message.parts else None
    return isinstance(last, ToolPart) and last.state != "input-available"


def _step(request: AgentRequest, messages: tuple[Message, ...]) -> Iterator[Event]:
    step = StepRequest(
        model=request.model,
        system=request.system,
        messages=messages,
        endpoint=request.endpoint,
        max_tokens=request.max_tokens,
        temperature=request.temperature,
        effort=request.effort,
        tools=request.tools,
        cancel=request.cancel,
        timeout=request.timeout,
    )
    stream = provider(request.model.provider).stream
    for attempt in range(1, ATTEMPTS + 1):
        begun = False
        try:
            for event in stream(step):
                begun = True
                yield event
            return
        except HearthError as error:
            pause = _pause(error, attempt)
            if begun or pause is None:
                raise
        if request.cancel.wait(pause):
            return


def _pause(error: HearthError, attempt: int) -> float | None:
    """Seconds to wait before the next attempt; `None` when there is to be none."""
    if not error.retryable or attempt == ATTEMPTS:
        return None
    if error.retry_after is not None:
        return error.retry_after if error.retry_after <= MAX_RETRY_SECONDS else None
    return 0.4 * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)


TITLE_PROMPT = (
    "Name this conversation in two to six words, in its own language. Answer with the name alone: "
    "no quotation marks, no full stop."
)
TITLE_TOKENS = 48
# A model with reasoning thinks first, however briefly, and is cut off if it may not.
TITLE_REASONING_TOKENS = 2048
_TITLE_EXCERPT = 1500


def title(request: AgentRequest, question: str, answer: str) -> tuple[str, StepFinish | None]:
    """A short title for a thread from its first exchange; empty when the model gave none.

    Raises:
        HearthError: the provider failed. One attempt is made: a title is not worth more.
    """
    step = StepRequest(
        model=request.model,
        system=TITLE_PROMPT,
        messages=(Message("user", (TextPart(_excerpt(question, answer)),)),),
        endpoint=request.endpoint,
        max_tokens=_title_limit(request.model),
        effort="low",
        cancel=request.cancel,
        timeout=8.0,
    )
    parts: tuple[Part, ...] = ()
    finish: StepFinish | None = None
    for event in provider(request.model.provider).stream(step):
        parts = fold(parts, event)
        finish = event if isinstance(event, StepFinish) else finish
    text = "".join(part.text for part in parts if isinstance(part, TextPart))
    return _clean_title(text), finish


def title_tokens(model: Model, question: str, answer: str) -> tuple[int, int]:
    """The most that a title may cost: tokens of its prompt, and tokens that it may write."""
    prompt = tokens_of_text(TITLE_PROMPT) + tokens_of_text(_excerpt(question, answer))
    return prompt + MESSAGE_TOKENS, _title_limit(model)


def _excerpt(question: str, answer: str) -> str:
    return f"{question[:_TITLE_EXCERPT]}\n\n---\n\n{answer[:_TITLE_EXCERPT]}"


def _title_limit(model: Model) -> int:
    return TITLE_REASONING_TOKENS if model.reasoning else TITLE_TOKENS


def _clean_title(text: str) -> str:
    lines = [line.strip(" \t#*\"'`.“”«»") for line in text.splitlines()]
    first = next((line for line in lines if line), "")
    return first[:80].strip()
