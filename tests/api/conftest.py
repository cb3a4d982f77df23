"""What the tests of the functions share."""

from __future__ import annotations

from collections.abc import Generator

import pytest

import seeding
from hearth import Hearth


@pytest.fixture(scope="module", autouse=True)
def models_stay_as_planted(hearth: Hearth) -> Generator[None]:
    """A module leaves no models behind: the next one's dropdowns would show them."""
    yield
    stored = {each.id for each in hearth.db.collection("models").list_documents()}
    assert stored == set(seeding.load().models)
