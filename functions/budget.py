"""What a turn may cost at the most, and what it did cost. Pure arithmetic, in USD and tokens."""

from __future__ import annotations

from dataclasses import dataclass

from errors import ResourceExhausted
from messages import ImagePart, Message, Part, Price, ReasoningPart, TextPart, ToolPart, Usage

# Tokens of scripts other than Latin are shorter than four characters; three keeps the estimate
# of a prompt above what a provider counts for most texts.
CHARS_PER_TOKEN = 3
IMAGE_TOKENS = 1600
MESSAGE_TOKENS = 8


@dataclass(frozen=True)
class Reservation:
    """What is set aside for a turn before its first token.

    `prompt_usd` and `usd_per_token` let a sweeper charge a turn whose function died for what it
    had written by then.
    """

    usd: float
    prompt_usd: float
    usd_per_token: float


@dataclass(frozen=True)
class Account:
    """One budget: a member's or the community's. `limit_usd` of `None` is no limit."""

    limit_usd: float | None
    spent_usd: float
    reserved_usd: float

    @property
    def left_usd(self) -> float | None:
        """What can still be reserved; `None` without a limit."""
        if self.limit_usd is None:
            return None
        return max(0.0, self.limit_usd - self.spent_usd - self.reserved_usd)


def tokens_of_text(text: str) -> int:
    """An estimate of a text's tokens that errs on the high side."""
    return -(-max(len(text), len(text.encode()) * 3 // 4) // CHARS_PER_TOKEN)


def tokens_of(messages: tuple[Message, ...]) -> int:
    """An estimate of the tokens of messages, parts and all."""
    return sum(
        MESSAGE_TOKENS + sum(_tokens_of_part(part) for part in message.parts)
        for message in messages
    )


def _tokens_of_part(part: Part) -> int:
    match part:
        case TextPart() | ReasoningPart():
            return tokens_of_text(part.text)
        case ImagePart():
            return IMAGE_TOKENS
        case ToolPart():
            seen = len(part.images) * IMAGE_TOKENS
            return tokens_of_text(f"{part.input}{part.output}{part.error_text}") + seen
        case _:
            return 0


def reservation(price: Price, *, prompt_tokens: int, max_tokens: int) -> Reservation:
    """The worst case of a turn: no token of the prompt cached, and every token written."""
    prompt_usd = prompt_tokens * max(price.input, price.written_input) / 1e6
    usd_per_token = price.output / 1e6
    return Reservation(prompt_usd + max_tokens * usd_per_token, prompt_usd, usd_per_token)


def cost(price: Price, usage: Usage) -> float:
    """What a usage cost, in USD."""
    known = usage.cached_input_tokens + usage.cache_write_input_tokens
    return (
        max(0, usage.input_tokens - known) * price.input
        + usage.cached_input_tokens * price.cached_input
        + usage.cache_write_input_tokens * price.written_input
        + usage.output_tokens * price.output
    ) / 1e6


def check_budget(reserved: Reservation, *, member: Account, pool: Account) -> None:
    """Refuse a turn that could overdraw either budget.

    Raises:
        ResourceExhausted: it could.
    """
    if not _covers(member, reserved.usd):
        raise ResourceExhausted(
            "This could cost more than is left of your budget for this month. Shorten it, lower "
            "max tokens, pick a cheaper model, or ask the owner for more."
        )
    if not _covers(pool, reserved.usd):
        raise ResourceExhausted(
            "The community's budget for this month is used up. Ask the owner about it."
        )


def _covers(account: Account, usd: float) -> bool:
    left = account.left_usd
    return left is None or usd <= left
