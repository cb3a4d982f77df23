"""Deploy Hearth, or upgrade it.

    PROJECT=my-hearth OWNER=you@example.com python3.11 -m dev.deploy

`REGION` is chosen at the first deploy. `CREWS=1` deploys crews of agents too. `DRY_RUN=1` prints
every command and runs those that need no cloud. Runs on the standard library alone.
"""

from __future__ import annotations

import os
import sys

from dev.deploy.plan import plan
from dev.deploy.step import run_steps
from dev.deploy.target import environment, is_dry_run, read_target
from dev.says import Trouble, give_up


def deploy() -> None:
    """Run the plan for what the environment asks.

    Raises:
        Trouble: a step failed, or no project was named.
    """
    dry_run = is_dry_run(os.environ)
    target = read_target(os.environ, dry_run=dry_run)
    what = "A dry run of a deploy to" if dry_run else "A deploy to"
    print(f"{what} {target.project}, {target.region}")
    run_steps(plan(target), environment(target), dry_run=dry_run)
    if dry_run:
        print("\nAll that needs no cloud went well, and the cloud was not touched.")
    else:
        print(f"\nHearth is at {target.link}")


def main() -> int:
    try:
        deploy()
    except Trouble as trouble:
        return give_up(trouble)
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
