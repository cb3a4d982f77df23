"""May this member use this agent with this model? Everything not clearly allowed is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from errors import InvalidArgument, NotFound, PermissionDenied, Unavailable
from messages import ImagePart, Model, Part
from providers import NAMES
from store.members import DEFAULT_MAX_TOKENS, Agent, Member, Rights


class Wanted(Protocol):
    """What access depends on, of a request for a turn."""

    @property
    def agent(self) -> str | None: ...
    @property
    def parts(self) -> tuple[Part, ...]: ...
    @property
    def temperature(self) -> float | None: ...
    @property
    def max_tokens(self) -> int | None: ...


@dataclass(frozen=True)
class Access:
    """What a turn was granted: whose it is, with which agent and model, and its true options."""

    member: Member
    agent: Agent
    model: Model
    temperature: float | None
    max_tokens: int


def check_access(request: Wanted, rights: Rights) -> Access:
    """The access that `rights` give to this request.

    Raises:
        PermissionDenied: not a member, suspended, or an agent or model that is not theirs.
        NotFound: the agent or the model does not exist.
        Unavailable: the model is switched off or has no price.
        InvalidArgument: a temperature or a part that the model does not take.
    """
    member = check_member(rights.member)
    agent = _agent(request, rights, member)
    model = _model(rights, agent)
    if not model.images and any(isinstance(part, ImagePart) for part in request.parts):
        raise InvalidArgument(f"{model.label} can't see images. Pick a model that can.")
    wanted = request.max_tokens or agent.max_tokens or DEFAULT_MAX_TOKENS
    return Access(
        member=member,
        agent=agent,
        model=model,
        temperature=_temperature(request, agent, model),
        # Half the context is kept for the conversation, however much is asked for.
        max_tokens=min(wanted, model.max_output_tokens, model.context_tokens // 2),
    )


def check_member(member: Member | None) -> Member:
    """The member, who has joined, is not suspended, and has an agent to talk to.

    Raises:
        PermissionDenied: they have not, or are.
    """
    if member is not None and member.suspended:
        raise PermissionDenied("Your access is suspended. Ask the owner about it.")
    if member is None or not member.agents:
        raise PermissionDenied("You have not joined yet. Open your invite link to join.")
    return member


def check_owner(member: Member | None) -> Member:
    """The member, who is an owner of this community.

    Raises:
        PermissionDenied: they are not.
    """
    found = check_member(member)
    if not found.owner:
        raise PermissionDenied("This is for the owner of this community.")
    return found


def _agent(request: Wanted, rights: Rights, member: Member) -> Agent:
    if rights.personal_agent is not None:
        return rights.personal_agent
    # One answer for an agent that is not theirs and one that does not exist: names stay private.
    if rights.agent is None or request.agent not in member.agents:
        raise NotFound("There is no such agent on your list. Pick another one.")
    if not rights.agent.enabled:
        raise Unavailable("This agent is switched off for now. Pick another one.")
    return rights.agent


def _model(rights: Rights, agent: Agent) -> Model:
    model = rights.model
    if model is None or model.provider not in NAMES:
        raise NotFound("There is no such model. Pick another one.")
    if agent.models and model.id not in agent.models:
        raise PermissionDenied(f"This agent does not use {model.label}. Pick another model.")
    if not model.enabled:
        raise Unavailable(f"{model.label} is switched off. Pick another model.")
    if model.price is None:
        raise Unavailable(f"{model.label} has no price yet, so it can't be used. Tell the owner.")
    return model


def _temperature(request: Wanted, agent: Agent, model: Model) -> float | None:
    if model.temperature is None:
        return None
    low, high = model.temperature
    if request.temperature is not None:
        if not low <= request.temperature <= high:
            raise InvalidArgument(
                f"{model.label} takes a temperature between {low:g} and {high:g}."
            )
        return request.temperature
    # The agent's own temperature was chosen for another model perhaps: bring it into range.
    return None if agent.temperature is None else min(max(agent.temperature, low), high)
