"""The shipped rules, on the Firestore emulator, in a project that nothing else uses."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from firestore_rest import Firestore
from rules_cases import Rules

from dev.emulators import Ports
from dev.paths import ROOT


@pytest.fixture(scope="session")
def source() -> str:
    """The text of the rules that are deployed."""
    return (ROOT / "firestore.rules").read_text()


@pytest.fixture(scope="session")
def firestore(emulators: Ports) -> Generator[Firestore]:
    at = Firestore(emulators.firestore, "demo-rules")
    yield at
    at.close()


@pytest.fixture(scope="session")
def rules(firestore: Firestore, source: str) -> Rules:
    return Rules(firestore, source)
