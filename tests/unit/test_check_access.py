"""Access: a parametrised refusal, and the member succeeding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access import check_access
from errors import HearthError, InvalidArgument, NotFound, PermissionDenied, Unavailable
from messages import ImagePart, Model, Price, TextPart
from request import TurnRequest
from store.members import Agent, Member, Rights, Settings

MODEL = Model(
    id="openai:small",
    provider="openai",
    name="small",
    label="Small",
    context_tokens=10_000,
    max_output_tokens=2_000,
    price=Price(1, 2, 0.5),
    temperature=(0.0, 1.0),
)
AGENT = Agent("hearth", "Be kind.", (), 1.5, None, (), enabled=True)
MEMBER = Member("ada", ("hearth",), None, suspended=False)
RIGHTS = Rights(MEMBER, AGENT, None, MODEL, Settings("open", (), None, None))
REQUEST = TurnRequest(
    "t1", "m1", "send", agent="hearth", model="openai:small", parts=(TextPart("Hi"),)
)


def test_a_member_may_use_an_agent_of_their_list() -> None:
    access = check_access(REQUEST, RIGHTS)
    assert (access.member, access.agent, access.model) == (MEMBER, AGENT, MODEL)


@pytest.mark.parametrize(
    ("rights", "error"),
    [
        (replace(RIGHTS, member=None), PermissionDenied),
        (replace(RIGHTS, member=replace(MEMBER, suspended=True)), PermissionDenied),
        (replace(RIGHTS, member=replace(MEMBER, agents=())), PermissionDenied),
        (replace(RIGHTS, member=replace(MEMBER, agents=("tutor",))), NotFound),
        (replace(RIGHTS, agent=None), NotFound),
        (replace(RIGHTS, agent=replace(AGENT, enabled=False)), Unavailable),
        (replace(RIGHTS, agent=replace(AGENT, models=("openai:other",))), PermissionDenied),
        (replace(RIGHTS, model=None), NotFound),
        (replace(RIGHTS, model=replace(MODEL, provider="unheard-of")), NotFound),
        (replace(RIGHTS, model=replace(MODEL, enabled=False)), Unavailable),
        (replace(RIGHTS, model=replace(MODEL, price=None)), Unavailable),
    ],
)
def test_everything_not_clearly_allowed_is_refused(
    rights: Rights, error: type[HearthError]
) -> None:
    with pytest.raises(error):
        check_access(REQUEST, rights)


def test_a_personal_agent_needs_no_place_on_the_list() -> None:
    own = replace(AGENT, id="mine")
    rights = replace(RIGHTS, member=replace(MEMBER, agents=("tutor",)), personal_agent=own)
    assert check_access(REQUEST, rights).agent == own


@pytest.mark.parametrize(
    ("asked", "context", "granted"),
    [(None, 10_000, 2_000), (500, 10_000, 500), (9_999, 10_000, 2_000), (None, 1_000, 500)],
)
def test_max_tokens_stay_within_the_model(asked: int | None, context: int, granted: int) -> None:
    rights = replace(RIGHTS, model=replace(MODEL, context_tokens=context))
    assert check_access(replace(REQUEST, max_tokens=asked), rights).max_tokens == granted


def test_an_agents_temperature_is_brought_into_the_models_range() -> None:
    assert check_access(REQUEST, RIGHTS).temperature == 1.0


def test_a_persons_temperature_out_of_range_is_refused() -> None:
    assert check_access(replace(REQUEST, temperature=0.3), RIGHTS).temperature == 0.3
    with pytest.raises(InvalidArgument):
        check_access(replace(REQUEST, temperature=1.1), RIGHTS)


def test_a_model_without_temperature_is_never_sent_one() -> None:
    rights = replace(RIGHTS, model=replace(MODEL, temperature=None))
    assert check_access(replace(REQUEST, temperature=0.3), rights).temperature is None


def test_an_image_is_refused_for_a_model_that_cannot_see() -> None:
    request = replace(REQUEST, parts=(ImagePart("i1", "image/png"),))
    with pytest.raises(InvalidArgument):
        check_access(request, RIGHTS)
    seeing = replace(RIGHTS, model=replace(MODEL, images=True))
    assert check_access(request, seeing).model.images
