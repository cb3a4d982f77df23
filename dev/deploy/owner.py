"""The owner: an account with every agent, named once it has signed up and shown its address.

python3.11 -m dev.deploy.owner --project my-hearth --email you@example.com
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from dev.deploy.target import DEFAULT_REGION, Target, environment
from dev.paths import FUNCTIONS, FUNCTIONS_PYTHON


def name_owner(target: Target, email: str) -> bool:
    """Make that account the owner. False, after saying why, when it can't be yet."""
    command = [FUNCTIONS_PYTHON, FUNCTIONS / "seeding.py", "--owner", email]
    return subprocess.run(command, env=environment(target)).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.deploy.owner")
    parser.add_argument("--project", required=True)
    parser.add_argument("--email", required=True)
    options = parser.parse_args()
    target = Target(options.project, DEFAULT_REGION, options.email)
    while not name_owner(target, options.email):
        print(f"\n  Sign up as {options.email} at {target.link}, and confirm the address.")
        if not sys.stdin.isatty():
            print("  Then run the same command again.")
            break
        input("  Then press Enter here. ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
