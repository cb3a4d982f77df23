"""What a turn reads and writes in Firestore, counted on its way there.

make bench-operations
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from bench.stage import Stage, stage
from bench.table import Row, Table, met, publish
from bench.upstream import asking
from dev.counting import Counter, Operations, counting
from dev.function_server import FunctionServer
from dev.ports import HOST
from hearth import MODELS, turn
from messages import text_of
from store.threads import decode_message

# Tokens of an answer, each a delta of its own, at the pace of a fast model.
SIZES = (200, 8_000)
PACE = 60
TIMES = 6.0


@dataclass(frozen=True)
class Counted:
    """The operations of one turn; sizes in bytes."""

    counts: dict[str, Operations]
    written: int
    answer: int

    @property
    def times(self) -> float:
        return self.written / self.answer


def count(on: Stage, chat: FunctionServer, counter: Counter, tokens: int) -> Counted:
    """Count the first turn of a thread, to its settling."""
    ada = on.members[0]
    body = turn(asking(PACE, tokens), model=MODELS["mistral"], maxTokens=tokens)
    counter.take()
    before = counter.bytes_written
    with on.hearth.open(chat.url, body, ada.token) as response:
        assert b"[DONE]" in response.read()
    # The watcher ends within its second.
    time.sleep(1.5)
    reply = on.hearth.messages(ada, body["threadId"])[f"{body['messageId']}-r"]
    text = text_of(decode_message("m", reply).parts)
    return Counted(counter.take(), counter.bytes_written - before, len(text.encode()))


def table(found: dict[int, Counted]) -> Table:
    def row(measure: str, *values: str) -> Row:
        return Row(measure, values)

    def times(of: dict[str, Operations], what: str) -> str:
        each = [getattr(of[kind], what) for kind in ("turn", "checkpoints", "looks")]
        return f"{sum(each)}"

    worst = max(each.times for each in found.values())
    target, kept = met(worst, TIMES, lambda value: f"{value:g}")
    rows = (
        row("reads", *(times(each.counts, "reads") for each in found.values())),
        row("- that ask whether to stop", *(f"{c.counts['looks'].reads}" for c in found.values())),
        row("writes", *(times(each.counts, "writes") for each in found.values())),
        row("- checkpoints", *(f"{c.counts['checkpoints'].writes}" for c in found.values())),
        row("bytes of the answer", *(f"{each.answer:,}" for each in found.values())),
        row("bytes written", *(f"{each.written:,}" for each in found.values())),
        Row(
            "bytes written, times the answer",
            tuple(f"{each.times:.1f}" for each in found.values()),
            target,
            kept,
        ),
    )
    note = f"The first turn of a thread, its title included, at {PACE} tokens a second."
    names = tuple(f"{tokens:,} tokens" for tokens in found)
    return Table("operations", "Firestore operations of a turn", names, rows, (note,))


def main() -> None:
    with stage() as on, counting(f"{HOST}:{on.hearth.ports.firestore}") as counter:
        chat = on.hearth.server("chat", FIRESTORE_EMULATOR_HOST=counter.address)
        publish(table({tokens: count(on, chat, counter, tokens) for tokens in SIZES}))
        chat.kill()


if __name__ == "__main__":
    main()
