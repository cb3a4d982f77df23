"""The calls of one step, run side by side: none waits for another, and none can hold the turn."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import log
from cancel import Cancel
from events import ToolError, ToolInput, ToolOutput
from messages import ToolPart

RunTool = Callable[[ToolInput], ToolOutput | ToolError]
_Results = queue.SimpleQueue[tuple[int, ToolOutput | ToolError] | None]

# More calls than this at once, and the model is told to ask for the rest later.
MAX_CALLS = 8
# A call that takes longer than this has failed, as far as the turn is concerned.
CALL_SECONDS = 150.0


def call_of(part: ToolPart) -> ToolInput:
    """The call that a part records."""
    return ToolInput(part.tool_call_id, part.tool_name, part.input)


def run_calls(
    calls: Sequence[ToolInput], run_tool: RunTool, cancel: Cancel
) -> Iterator[ToolOutput | ToolError]:
    """Their results, as they come. Ends early when `cancel` fires; never raises."""
    results: _Results = queue.SimpleQueue()
    running = dict(enumerate(calls[:MAX_CALLS]))
    for place, call in running.items():
        # A daemon: a tool that never returns must not keep the process from ending.
        threading.Thread(
            target=_run, args=(place, call, run_tool, results), name="tool", daemon=True
        ).start()
    for call in calls[MAX_CALLS:]:
        yield ToolError(call.tool_call_id, f"No more than {MAX_CALLS} calls can run at once.")
    cancel.attach(lambda: results.put(None))
    deadline = time.monotonic() + CALL_SECONDS
    while running:
        try:
            found = results.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            yield from (
                ToolError(call.tool_call_id, "It took too long.") for call in running.values()
            )
            return
        if found is None or cancel.fired:
            return
        place, result = found
        del running[place]
        yield result


def _run(place: int, call: ToolInput, run_tool: RunTool, results: _Results) -> None:
    results.put((place, _result(call, run_tool)))


def _result(call: ToolInput, run_tool: RunTool) -> ToolOutput | ToolError:
    try:
        return run_tool(call)
    except Exception:
        log.exception("A tool failed.")
        return ToolError(call.tool_call_id, "The tool failed. Try another way.")
