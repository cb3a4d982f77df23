"""The simulator: a local server that speaks the wire formats of all six providers.

    python -m dev.simulator --port PORT

It is llmock, with answers that fit the question and come at a model's pace. Tests script what it
says and how it fails by `POST /_llmock/scenario`: what is scripted goes before what is made up.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import socket
import threading
from collections.abc import Generator
from typing import Any

import uvicorn
from llmock.chaos import ChaosSettings, StreamChaos
from llmock.main import create_app
from llmock.ratelimit import LimitSettings
from llmock.scenarios import Plan, RequestInfo, SlowFirstToken
from llmock.simulation import MockResponseSettings
from llmock.tools import tool_context
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from dev import ports
from dev.answering import reply
from dev.asked import read_asked
from dev.ports import HOST

# A model's pace: a first word after this many seconds, then a word in this many milliseconds.
FIRST_WORD_SECONDS = 0.4
WORD_MS = 11
_START_SECONDS = 20.0


class Answers:
    """ASGI middleware inside llmock's: gives a request that nothing was scripted for an answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state: dict[str, Any] = scope.get("state", {})
        plan, info = state.get("llmock_plan"), state.get("llmock_info")
        if isinstance(plan, Plan) and isinstance(info, RequestInfo) and info.method == "POST":
            body: dict[str, Any] = state.get("llmock_body") or {}
            if info.provider == "mistral":
                # Mistral tells the usage unasked; llmock waits to be asked, as OpenAI does.
                state["llmock_body"] = {**body, "stream_options": {"include_usage": True}}
            state["llmock_plan"] = _answered(plan, info, body)
        await self._app(scope, receive, send)


def _answered(plan: Plan, info: RequestInfo, body: dict[str, Any]) -> Plan:
    if plan.reply is not None:
        return plan
    dialect = "openai-responses" if info.path.endswith("/responses") else info.provider
    asked = read_asked(body)
    tools = tool_context(dialect, body, asked.question)
    return dataclasses.replace(plan, reply=reply(asked, tools, info.model or "this model"))


@contextlib.contextmanager
def simulator(
    port: int = 0, *, word_ms: int = 0, first_word_seconds: float = 0.0
) -> Generator[str]:
    """A running simulator; yields its address. Without a pace, it answers as fast as it can."""
    server = uvicorn.Server(_config(word_ms, first_word_seconds))
    with socket.create_server((HOST, port), reuse_port=False) as listening:
        at = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, args=([listening],), name="simulator")
        thread.start()
        try:
            ports.wait_until(
                lambda: server.started,
                what="The simulator",
                seconds=_START_SECONDS,
                alive=thread.is_alive,
            )
            yield f"http://{HOST}:{at}"
        finally:
            server.should_exit = True
            thread.join()


def _config(word_ms: int, first_word_seconds: float) -> uvicorn.Config:
    app = create_app(
        ChaosSettings(),
        MockResponseSettings(tool_mode="off"),
        LimitSettings(),
        StreamChaos(chunk_delay_ms=word_ms),
    )
    # Last is innermost: after llmock has looked up what is scripted, before it answers.
    app.user_middleware.append(Middleware(Answers))
    if first_word_seconds:
        app.state.llmock.scenarios.add(SlowFirstToken(first_word_seconds, times=None))
    return uvicorn.Config(
        app,
        log_level="warning",
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.simulator", description="The local upstream.")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    config = _config(WORD_MS, FIRST_WORD_SECONDS)
    with socket.create_server((HOST, options.port)) as listening:
        uvicorn.Server(config).run([listening])


if __name__ == "__main__":
    main()
