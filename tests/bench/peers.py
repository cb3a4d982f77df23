"""What Hearth is measured beside: the floor, and LiteLLM's proxy."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.load import Call
from bench.upstream import asking
from dev.function_server import FunctionServer
from dev.paths import LOCAL, LOGS, PYTHON, ROOT
from dev.ports import HOST, answers, free_ports, wait_until
from dev.processes import Child
from dev.says import step
from hearth import Hearth

LITELLM = "litellm[proxy]==1.106.2"
_FOLDER = LOCAL / "litellm"


CONFIG = """
model_list:
  - model_name: peer
    litellm_params:
      model: mistral/mistral-small-latest
      api_base: {upstream}/mistral/v1
      api_key: simulated
litellm_settings:
  telemetry: false
"""


@dataclass
class Peer:
    """A running server, and how it is asked for an answer."""

    name: str
    url: str
    child: Child

    def call(self, pace: int, deltas: int) -> Call:
        body = {
            "model": "peer",
            "stream": True,
            "messages": [{"role": "user", "content": asking(pace, deltas)}],
        }
        return Call(self.url, body, deltas)


def floor(hearth: Hearth, upstream: str, **env: str) -> Peer:
    """The pass-through, on the server that Hearth runs on."""
    source = ROOT / "tests" / "bench" / "passthrough.py"
    server = FunctionServer(
        "chat", hearth.ports, env={"HEARTH_SIMULATOR": upstream, **env}, source=source
    )
    server.wait()
    return Peer("pass-through", server.url, server.child)


def litellm(upstream: str, *, ready_seconds: float = 120.0) -> Peer:
    """LiteLLM's proxy, with one worker as Hearth has."""
    python = _install()
    (port,) = free_ports(1)
    config = _FOLDER / "config.yaml"
    config.write_text(CONFIG.format(upstream=upstream))
    child = Child(
        "LiteLLM",
        [
            *(python.parent / "litellm", "--config", config, "--host", HOST),
            *("--port", str(port), "--num_workers", "1"),
        ],
        log=LOGS / f"litellm-{port}.log",
        # Its list of prices is fetched from the network at each start, if it may be; and it would
        # not start without a key of its own, which costs it a check.
        env={
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_LOG": "ERROR",
            "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true",
        },
        cwd=_FOLDER,
    )
    wait_until(
        lambda: answers(port),
        what=f"{child.name} (see {child.log})",
        seconds=ready_seconds,
        alive=lambda: child.running,
    )
    return Peer("LiteLLM", f"http://{HOST}:{port}/v1/chat/completions", child)


def _install() -> Path:
    """An environment of its own, made once: its pins are at odds with the functions'."""
    python = _FOLDER / "bin" / "python"
    if not (_FOLDER / "bin" / "litellm").exists():
        with step(f"Installing {LITELLM}"):
            uv = [str(PYTHON), "-m", "uv"]
            subprocess.run([*uv, "venv", "-q", "--python", str(PYTHON), str(_FOLDER)], check=True)
            install = ["pip", "install", "-q", "--compile-bytecode", "--python", str(python)]
            subprocess.run([*uv, *install, LITELLM], check=True)
    return python
