"""The money of one running turn: what is set aside for it, and what it has used.

A turn begins with the worst case of its first step set aside. Before each further step, and
before a tool that costs something, what is missing is set aside too, in a transaction, or the
turn ends: so a budget cannot be overdrawn however many steps a turn takes.
"""

from __future__ import annotations

import threading

from budget import cost, reservation, tokens_of, tokens_of_text
from errors import ContextOverflow, ResourceExhausted
from messages import Message, Model, Price, ToolSpec, Usage
from store import turns
from store.ledger import Limits
from store.turns import Turn

# What a turn may cost in all, unless the owner has set another limit.
DEFAULT_TURN_USD = 2.0


def tokens_of_tools(specs: tuple[ToolSpec, ...]) -> int:
    """An estimate of what declaring these tools costs a prompt."""
    return sum(tokens_of_text(f"{spec.name}{spec.description}{spec.parameters}") for spec in specs)


class Purse:
    """Used by the turn's thread and by its tools'. Empty until `begin`."""

    def __init__(
        self, model: Model, price: Price, limits: Limits, *, max_tokens: int, turn_usd: float | None
    ) -> None:
        """
        Args:
            max_tokens: that a step may write.
            turn_usd: the most that the turn may cost after its first step; `None` leaves it to us.
        """
        self.prompt_tokens = 0
        self._model = model
        self._price = price
        self._limits = limits
        self._max_tokens = max_tokens
        self._turn_usd = DEFAULT_TURN_USD if turn_usd is None else turn_usd
        self._turn: Turn | None = None
        self._fixed_tokens = 0
        self._used_usd = 0.0
        self._paid_usd = 0.0
        self._lock = threading.Lock()

    def begin(self, turn: Turn, *, fixed_tokens: int) -> None:
        """The turn is begun, with its first step's worst case set aside.

        Args:
            fixed_tokens: of every step's prompt: the system prompt and the tools.
        """
        self._turn = turn
        self._fixed_tokens = fixed_tokens

    @property
    def turn(self) -> Turn:
        """The turn with all that is set aside for it by now."""
        assert self._turn is not None, "A purse is used after its turn has begun."
        return self._turn

    @property
    def paid_usd(self) -> float:
        """What the turn's tools have cost."""
        return self._paid_usd

    def used(self, usage: Usage) -> None:
        """Count what a step has used."""
        with self._lock:
            self._used_usd += cost(self._price, usage)

    def afford(self, messages: tuple[Message, ...]) -> None:
        """Have the worst case of a step with these messages set aside.

        Raises:
            ResourceExhausted: a budget, or what one turn may cost, does not cover it.
            ContextOverflow: the messages no longer fit the model.
        """
        tokens = self._fixed_tokens + tokens_of(messages)
        if tokens + self._max_tokens > self._model.context_tokens:
            raise ContextOverflow(
                f"What the tools brought no longer fits {self._model.label}. Ask in a new thread, "
                "or for less at once."
            )
        self.prompt_tokens = tokens
        self.set_aside(tokens, self._max_tokens)

    def set_aside(self, prompt_tokens: int, max_tokens: int) -> None:
        """Have the worst case of one call of the model set aside.

        Raises:
            ResourceExhausted: a budget, or what one turn may cost, does not cover it.
        """
        step = reservation(self._price, prompt_tokens=prompt_tokens, max_tokens=max_tokens)
        with self._lock:
            self._hold(step.usd, prompt_usd=step.prompt_usd)

    def pay(self, usd: float) -> None:
        """Spend a tool's price; a negative one gives back.

        Raises:
            ResourceExhausted: a budget, or what one turn may cost, does not cover it.
        """
        with self._lock:
            if usd > 0:
                self._hold(usd, prompt_usd=usd)
            self._paid_usd += usd

    def _hold(self, usd: float, *, prompt_usd: float) -> None:
        spent = self._used_usd + self._paid_usd
        missing = spent + usd - self.turn.reserved.usd
        if missing <= 1e-12:
            return
        if spent and spent + usd > self._turn_usd:
            raise ResourceExhausted(
                f"This answer has cost ${spent:.2f}, and going on could pass the "
                f"${self._turn_usd:.2f} that one answer may cost. Continue it if it is worth more."
            )
        self._turn = turns.extend(self.turn, missing, self._limits, prompt_usd=spent + prompt_usd)
