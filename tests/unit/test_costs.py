"""The page of costs is what the script makes, and the script reckons as a bill does."""

from __future__ import annotations

import pytest

from dev import costs, limits
from dev.deploy import manifest


def test_the_page_is_the_one_that_the_script_makes() -> None:
    assert costs.PAGE.read_text() == costs.page(), "It is out of date. Run: make costs"


def test_what_is_free_is_not_charged() -> None:
    assert costs.price("documentReads", 50_000 * 30) == 0
    assert costs.price("documentReads", 50_000 * 30 + 100_000) == pytest.approx(0.03)


@pytest.mark.parametrize(("seconds", "count"), [(0.5, 0), (1.5, 1), (2.5, 2), (60, 16)])
def test_checkpoints_come_at_growing_distances(seconds: float, count: int) -> None:
    assert costs.checkpoints(seconds) == count


def test_a_longer_answer_costs_more_and_less_than_in_proportion() -> None:
    _, short = costs.turn(costs.Habits(answer_seconds=10))
    _, long = costs.turn(costs.Habits(answer_seconds=100))
    assert short < long < 10 * short


def test_nobody_and_one_person_stay_within_what_is_free_of_firestore() -> None:
    for members in (0, 1):
        used = costs.usage(members)
        assert costs.price("documentReads", used["documentReads"]) == 0
        assert costs.price("documentWrites", used["documentWrites"]) == 0


def test_an_instance_is_up_no_longer_than_people_are_awake_until_one_is_not_enough() -> None:
    assert costs.instance_seconds(0) == 0
    assert 0 < costs.instance_seconds(1) < costs.instance_seconds(50) <= costs.AWAKE_SECONDS
    assert costs.instance_seconds(100_000) > costs.AWAKE_SECONDS


def test_the_limits_of_the_functions_are_those_that_are_deployed() -> None:
    chat = manifest.discover()["chat"]
    assert (chat["maxInstances"], chat["concurrency"]) == (limits.MAX_INSTANCES, costs.STREAMS)
    assert chat["availableMemoryMb"] == costs.CHAT_GIB * 1024


def test_a_document_that_more_want_is_waited_for_longer() -> None:
    waits = [limits.waiting(rate) for rate in (1, 5, 10, 15, 19)]
    assert waits == sorted(waits)
    assert waits[-1] > 10 * waits[1]


def test_the_first_limit_is_the_one_that_the_fewest_members_reach() -> None:
    members = [limit.members for limit in limits.limits()]
    assert members == sorted(members)
    assert members[0] > 10_000, "a community of ten thousand still works"
