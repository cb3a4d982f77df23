"""The only model that a crew's workers have: an agent of Hearth's, behind its door."""

from __future__ import annotations

from typing import Any

from crewai import BaseLLM
from pydantic import PrivateAttr

from door import Door, Said
from progress import Progress

# What a message may hold on its way to the door; CrewAI adds marks of its own.
FIELDS = ("role", "content", "tool_calls", "tool_call_id")


class DoorModel(BaseLLM):
    """An agent as CrewAI calls a model. Its name is the agent's, such as `agent/editor`."""

    _door: Door = PrivateAttr()
    _progress: Progress = PrivateAttr()

    def __init__(self, model: str, door: Door, progress: Progress) -> None:
        super().__init__(model=model)
        self._door = door
        self._progress = progress

    def call(
        self,
        messages: Any,
        tools: list[Any] | None = None,
        callbacks: list[Any] | None = None,
        available_functions: dict[str, Any] | None = None,
        from_task: Any = None,
        from_agent: Any = None,
        response_model: Any = None,
    ) -> Any:
        """One answer: its text, or the calls of the tools that the model asks for."""
        del callbacks, available_functions, response_model
        self._progress.check()
        work = self._begin(from_task, from_agent)
        said = Said()
        for delta in self._door.ask(self.model, _asked(messages), tools or [], said):
            self._progress.check()
            self._progress.tell("text", work=work, delta=delta)
        if said.calls:
            return said.calls
        return said.text

    def _begin(self, task: Any, agent: Any) -> str:
        role = str(getattr(agent, "role", "") or "Manager").strip()
        return self._progress.begin(
            getattr(task, "id", None),
            agent=self.model.removeprefix("agent/"),
            role=role,
            task=str(getattr(task, "description", "") or "").strip(),
        )

    def supports_function_calling(self) -> bool:
        return True

    def supports_stop_words(self) -> bool:
        return False

    def get_context_window_size(self) -> int:
        """In tokens. The door says when a conversation does not fit its model."""
        return 100_000


def _asked(messages: Any) -> list[dict[str, Any]]:
    if isinstance(messages, str):
        return [{"role": "user", "content": messages}]
    asked = [{name: one[name] for name in FIELDS if one.get(name) is not None} for one in messages]
    return [{"content": "", **one} for one in asked]
