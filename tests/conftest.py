"""What all tests share: the emulators, and a network that ends at this machine."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from dev.emulators import PROJECT, Emulators, Ports
from dev.paths import LOCAL
from dev.ports import HOST
from dev.simulator import simulator
from hearth import Hearth, plant

_NAME = f"test-{os.getpid()}"


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Generator[None]:
    """No test reaches beyond loopback, not even by mistake."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def site() -> Generator[Path]:
    """The folder that the Hosting emulator serves; empty until a test puts the client there."""
    folder = LOCAL / f"site-{_NAME}"
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def emulators(site: Path) -> Generator[Ports]:
    """Auth, Firestore and Hosting, started once; this process's clients are led to them."""
    at = Ports.free()
    only = ("auth", "firestore", "hosting")
    running = Emulators(at, name=_NAME, only=only, site=site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GCLOUD_PROJECT", PROJECT)
        patch.setenv("FIRESTORE_EMULATOR_HOST", f"{HOST}:{at.firestore}")
        patch.setenv("FIREBASE_AUTH_EMULATOR_HOST", f"{HOST}:{at.auth}")
        try:
            running.wait()
            yield at
        finally:
            running.stop()


@pytest.fixture(scope="session")
def hearth(emulators: Ports) -> Generator[Hearth]:
    """A seeded Hearth with every provider simulated, at no pace of their own."""
    with ExitStack() as last:
        address = last.enter_context(simulator())
        plant()
        yield Hearth(emulators, address, last)
