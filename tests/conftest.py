"""What all tests share: the emulators, and a network that ends at this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Generator
from typing import Any

import pytest
from dev.emulators import PROJECT, Emulators, Ports
from dev.ports import HOST


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
def emulators() -> Generator[Ports]:
    """The Auth and Firestore emulators, started once; this process's clients are led to them."""
    at = Ports.free()
    running = Emulators(at, name=f"test-{os.getpid()}", only=("auth", "firestore"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GCLOUD_PROJECT", PROJECT)
        patch.setenv("FIRESTORE_EMULATOR_HOST", f"{HOST}:{at.firestore}")
        patch.setenv("FIREBASE_AUTH_EMULATOR_HOST", f"{HOST}:{at.auth}")
        try:
            running.wait()
            yield at
        finally:
            running.stop()
