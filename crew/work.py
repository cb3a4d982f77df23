"""A crew's job, from the first worker to the last: on a thread of its own, stoppable and timed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any, cast

from door import Door, Refused
from progress import Progress, Stopped, encoded
from quiet import quiet

# A reader who has gone is noticed by a write.
PING_SECONDS = 1.0
# How long a stopped crew may take to notice.
END_SECONDS = 20.0

Job = dict[str, Any]


def work(job: Job, door: Door) -> Iterator[bytes]:
    """Run the crew. Yields its progress, line by line; the crew ends when its reader goes."""
    progress = Progress()
    thread = threading.Thread(target=_run, args=(job, door, progress), name="crew", daemon=True)
    deadline = time.monotonic() + float(job["seconds"])
    thread.start()
    try:
        last = False
        while not last:
            line = progress.take(PING_SECONDS)
            if line is None and time.monotonic() > deadline:
                line = {
                    "type": "failed",
                    "code": "deadline-exceeded",
                    "message": "The crew has used up its time.",
                }
            last = line is not None and line["type"] in ("finished", "failed")
            yield encoded(line)
    finally:
        progress.stop()
        thread.join(END_SECONDS)


def _run(job: Job, door: Door, progress: Progress) -> None:
    try:
        with quiet():
            output = _kickoff(job, door, progress)
        progress.tell("finished", output=output)
    except Stopped:
        progress.tell("failed", code="unavailable", message="The crew was stopped.")
    except Refused as refused:
        progress.tell("failed", code=refused.code, message=str(refused))
    except Exception as error:
        # Its text may quote what somebody wrote.
        logging.error("A crew failed: %s", type(error).__name__)
        cause = _refusal_in(error)
        message = str(cause) if cause else "The crew failed. Try again."
        progress.tell("failed", code=cause.code if cause else "internal", message=message)


def _refusal_in(error: BaseException | None) -> Refused | None:
    """What Hearth refused, when CrewAI has wrapped it in an error of its own."""
    while error is not None:
        if isinstance(error, Refused):
            return error
        error = error.__cause__ or error.__context__
    return None


def _kickoff(job: Job, door: Door, progress: Progress) -> str:
    from crewai import Agent, Crew, Process, Task, TaskOutput

    from model import DoorModel

    def model(agent: str) -> DoorModel:
        return DoorModel(f"agent/{agent}", door, progress)

    workers = {
        member["agent"]: Agent(
            role=member["role"],
            goal=member["goal"],
            backstory=member["goal"],
            llm=model(member["agent"]),
            allow_delegation=False,
            max_iter=int(job["steps"]),
            max_retry_limit=0,
            verbose=False,
        )
        for member in job["members"]
    }

    def task(fields: dict[str, Any]) -> Task:
        worker = workers[fields["agent"]]
        made = Task(
            description=f"{fields['description']}\n\n{job['brief']}",
            expected_output=fields["expectedOutput"],
            agent=None if job["process"] == "hierarchical" else worker,
        )
        progress.name(made.id, fields["description"])

        def tell(output: TaskOutput) -> None:
            progress.done(made.id, output.agent, output.raw)

        made.callback = tell
        return made

    tasks = [task(fields) for fields in job["tasks"]]
    hierarchical = job["process"] == "hierarchical"
    crew = Crew(
        agents=list(workers.values()),
        tasks=tasks,
        process=Process.hierarchical if hierarchical else Process.sequential,
        manager_llm=model(job["members"][0]["agent"]) if hierarchical else None,
        memory=False,
        cache=False,
        planning=False,
        verbose=False,
    )
    # Not streamed, so the whole output; CrewAI's own annotations leave that open.
    output: Any = cast(Any, crew).kickoff()
    return str(output.raw)
