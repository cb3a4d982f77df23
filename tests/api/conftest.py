"""A Hearth whose functions run on their production server, for tests that call them over HTTP."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack

import pytest

from dev.emulators import Ports
from dev.simulator import simulator
from hearth import Hearth, plant


@pytest.fixture(scope="session")
def hearth(emulators: Ports) -> Generator[Hearth]:
    """A seeded Hearth with every provider simulated, at no pace of their own."""
    with ExitStack() as last:
        address = last.enter_context(simulator())
        plant()
        yield Hearth(emulators, address, last)
