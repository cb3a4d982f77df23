"""`make run`: a whole Hearth on this machine, until Ctrl-C.

    python3.11 -m dev.run

Installs what is missing, starts the emulators and the simulator, plants the seed, serves the
client, and tells where. Runs on the standard library alone.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from types import FrameType
from typing import Any, NoReturn

from dev import demo, ports
from dev.emulators import PROJECT, Emulators, Ports
from dev.install import build_client, install
from dev.paths import FUNCTIONS, FUNCTIONS_PYTHON, LOCAL, LOGS, PYTHON, ROOT
from dev.ports import HOST
from dev.processes import Child
from dev.says import Trouble, give_up, step
from dev.site import local_config, write_site

EMULATORS = ("auth", "firestore", "functions", "hosting")
# The ports that a person may know, each with the variable that changes it.
KNOWN = {"hosting": 5000, "functions": 5001, "firestore": 8080, "auth": 9099}
OLLAMA = f"http://{HOST}:11434"
LABELS = {
    "anthropic": "Claude",
    "openai": "OpenAI",
    "google": "Gemini",
    "cohere": "Cohere",
    "mistral": "Mistral",
    "llama": "LLaMA",
}


def chosen_ports() -> Ports:
    """The known ports, or what the environment says, such as `HOSTING_PORT=5050`.

    Raises:
        Trouble: one of them is taken.
    """
    known = {name: int(os.environ.get(_variable(name), port)) for name, port in KNOWN.items()}
    for name, port in known.items():
        if not ports.is_free(port):
            raise Trouble(
                f"Port {port} is taken by another program. End that program, or choose another "
                f"port: make run {_variable(name)}={port + 100}"
            )
    simulator, hub, logging = ports.free_ports(3)
    return Ports(**known, simulator=simulator, hub=hub, logging=logging)


def _variable(name: str) -> str:
    return f"{name.upper()}_PORT"


def run() -> None:
    """Bring everything up, and keep it up until Ctrl-C.

    Raises:
        Trouble: something could not be brought up, or ended by itself.
        KeyboardInterrupt: the person pressed Ctrl-C; everything has ended.
    """
    print("\nHearth\n")
    at = chosen_ports()
    install()
    build_client()
    env = _environment(at)
    with ExitStack() as last:
        last.callback(print, "  Everything has ended; your data are in .hearth/data.")
        with step("Starting the emulators and the simulator"):
            simulator = _simulator(at)
            last.callback(simulator.stop)
            emulators = Emulators(
                at,
                name="run",
                only=EMULATORS,
                site=write_site("run", local_config(at)),
                data=LOCAL / "data",
                env=env,
            )
            last.callback(emulators.stop)
            emulators.wait()
        with step("Planting the seed"):
            _plant(at, env)
        clock = Child(
            "The clock",
            [FUNCTIONS_PYTHON, "-m", "dev.clock"],
            log=LOGS / "clock.log",
            env={**_secrets(), **_reaching(at), **env, "PYTHONPATH": f"{FUNCTIONS}:{ROOT}"},
            cwd=ROOT,
        )
        last.callback(clock.stop)
        with step("Warming up the functions"):
            _warm_up(at)
            ports.wait_until(
                lambda: "kept" in clock.output(),
                what=f"The upkeep (see {clock.log})",
                seconds=30,
                alive=lambda: clock.running,
            )
        _tell(at)
        _stay(emulators, simulator, clock)


def _environment(at: Ports) -> dict[str, str]:
    """What the functions are told besides what Firebase tells them."""
    env = {
        "HEARTH_SIMULATOR": f"http://{HOST}:{at.simulator}",
        # How functions reach each other.
        "HEARTH_FUNCTIONS_URL": at.functions_base,
    }
    if "LLAMA_BASE_URL" not in os.environ and _ollama_runs():
        env["LLAMA_BASE_URL"] = f"{OLLAMA}/v1"
    return env


def _ollama_runs() -> bool:
    try:
        with urllib.request.urlopen(f"{OLLAMA}/api/tags", timeout=1) as response:
            return bool(json.load(response).get("models"))
    except (OSError, ValueError):
        return False


def _secrets() -> dict[str, str]:
    """functions/.secret.local, which the Functions emulator reads by itself."""
    file = FUNCTIONS / ".secret.local"
    lines = file.read_text().splitlines() if file.exists() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def _reaching(at: Ports) -> dict[str, str]:
    """How a process of ours reaches the emulators."""
    return {
        "GCLOUD_PROJECT": PROJECT,
        "FIRESTORE_EMULATOR_HOST": f"{HOST}:{at.firestore}",
        "FIREBASE_AUTH_EMULATOR_HOST": f"{HOST}:{at.auth}",
    }


def _simulator(at: Ports) -> Child:
    return Child(
        "The simulator",
        [PYTHON, "-m", "dev.simulator", "--port", str(at.simulator)],
        log=LOGS / "simulator.log",
        env={"PYTHONPATH": f"{FUNCTIONS}:{ROOT}"},
        cwd=ROOT,
    )


def _plant(at: Ports, env: dict[str, str]) -> None:
    seeding = ["seeding.py", "--signup", "open"]
    for command, folder in ((seeding, FUNCTIONS), (["-m", "dev.demo"], ROOT)):
        done = subprocess.run(
            [FUNCTIONS_PYTHON, *command],
            cwd=folder,
            env={**os.environ, **_reaching(at), **env, "PYTHONPATH": f"{FUNCTIONS}:{ROOT}"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Trouble(f"The seed could not be planted.\n{done.stderr.strip()}")


def _warm_up(at: Ports) -> None:
    """Have the emulator start a process for each function that the first minute needs."""
    for name in ("chat", "join"):
        request = urllib.request.Request(f"{at.functions_base}/{name}", method="OPTIONS")
        try:
            urllib.request.urlopen(request, timeout=60).close()
        except urllib.error.URLError as error:
            raise Trouble(f"The function {name} does not start (see {LOGS}).") from error


def _providers(at: Ports) -> dict[str, bool]:
    """Whether each provider is simulated, as the functions themselves have published it."""
    url = (
        f"http://{HOST}:{at.firestore}/v1/projects/{PROJECT}/databases/(default)/documents"
        "/settings/providers"
    )
    request = urllib.request.Request(url, headers={"Authorization": "Bearer owner"})
    with urllib.request.urlopen(request, timeout=10) as response:
        fields: dict[str, Any] = json.load(response)["fields"]
    return {
        name: value["mapValue"]["fields"]["simulated"]["booleanValue"]
        for name, value in fields.items()
    }


def _tell(at: Ports) -> None:
    simulated = _providers(at)
    real = [LABELS[name] for name in LABELS if not simulated.get(name, True)]
    played = [LABELS[name] for name in LABELS if simulated.get(name, True)]
    lines = [
        f"Hearth is at    http://localhost:{at.hosting}",
        f"Demo account    {demo.EMAIL}, password {demo.PASSWORD}; or sign up as anybody",
        f"Real models     {', '.join(real) or 'none: put a key into functions/.secret.local'}",
        *([f"Simulated       {', '.join(played)}"] if played else []),
        "Stop it         Ctrl-C; what you wrote is kept for the next time",
    ]
    width = max(map(len, lines)) + 4
    print("\n  ┌" + "─" * width + "┐")
    for line in lines:
        print(f"  │  {line:<{width - 2}}│")
    print("  └" + "─" * width + "┘\n", flush=True)


def _stay(emulators: Emulators, simulator: Child, clock: Child) -> NoReturn:
    """Wait for Ctrl-C, or for a part to end by itself."""
    while True:
        if not emulators.running:
            raise Trouble(f"The emulators ended by themselves. See {emulators.log}.")
        for child in (simulator, clock):
            if not child.running:
                raise Trouble(f"{child.name} ended by itself. See {child.log}.")
        emulators.remember()
        time.sleep(2)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: what follows is the orderly end, which another signal must not cut short.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    print("\n  Stopping …", flush=True)
    raise KeyboardInterrupt


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        run()
    except Trouble as trouble:
        return give_up(trouble)
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
