"""Stop words: an answer that ends before any of some strings, wherever its pieces are cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events import Event, TextDelta


class StopWords:
    """Lets events through up to the first of the words. `hit` tells that one has come."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._held = ""
        self.hit = False

    def before(self, events: Iterable[Event]) -> Iterator[Event]:
        """The events that stand before a stop word, with text held back while it may be one."""
        for event in events:
            if self.hit:
                return
            if isinstance(event, TextDelta):
                yield from self._text(event.delta)
            else:
                yield from self._release(len(self._held))
                yield event

    def _text(self, delta: str) -> Iterator[Event]:
        self._held += delta
        places = [at for word in self._words if (at := self._held.find(word)) >= 0]
        if places:
            self.hit = True
            yield from self._release(min(places))
        else:
            yield from self._release(len(self._held) - self._begun())

    def _begun(self) -> int:
        """How many of the last characters may be the beginning of a stop word."""
        longest = max(map(len, self._words), default=0) - 1
        for length in range(min(longest, len(self._held)), 0, -1):
            if any(word.startswith(self._held[-length:]) for word in self._words):
                return length
        return 0

    def _release(self, length: int) -> Iterator[Event]:
        if length:
            yield TextDelta(self._held[:length])
        self._held = self._held[length:]
