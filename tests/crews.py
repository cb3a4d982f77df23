"""A crew for tests: its function on its production server, and an agent that it answers for."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dev.function_server import FunctionServer
from dev.install import install_crew
from dev.paths import CREW, CREW_PYTHON
from hearth import Hearth

# Who may use the crew, and the agents that work in it.
AGENTS = ("newsroom", "researcher", "hearth", "editor")


@contextmanager
def crew_server(hearth: Hearth, scratch: Path) -> Generator[FunctionServer]:
    """The crew's function, told where the door is; it keeps its temporary files in `scratch`."""
    install_crew()
    running = FunctionServer(
        "crew",
        hearth.ports,
        source=CREW / "main.py",
        python=CREW_PYTHON,
        env={"HEARTH_V1_URL": hearth.url("v1"), "TMPDIR": str(scratch)},
    )
    try:
        running.wait()
        yield running
    finally:
        running.kill()


def plan(hearth: Hearth, **changes: Any) -> None:
    """Make the agent `newsroom` the seed's crew, with some of its fields changed."""
    briefing = hearth.db.document("crews", "briefing").get().to_dict()
    hearth.db.document("crews", "tested").set({**briefing, **changes})
    card = hearth.db.document("agents", "hearth").get().to_dict()
    hearth.db.document("agents", "newsroom").set({**card, "name": "Newsroom", "crew": "tested"})
