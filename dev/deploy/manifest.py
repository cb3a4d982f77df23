"""What the functions ask of the cloud: discovered as the Firebase CLI does it, and checked.

python3.11 -m dev.deploy.manifest --region us-central1
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from typing import Any

from dev.deploy.target import DEFAULT_REGION, REGION, read_settings
from dev.paths import FUNCTIONS, FUNCTIONS_PYTHON
from dev.says import Trouble, give_up

Function = dict[str, Any]

# The most that a function may ask for, so that no mistake and no flood runs up a bill.
MAX_INSTANCES = 10
MAX_MEMORY_MB = 1024
MAX_CPU = 1
MAX_HTTP_SECONDS = 960
MAX_EVENT_SECONDS = 540
SERVICE_ACCOUNT = "hearth@"

# firebase-functions' own admin server answers the CLI with this same text.
_DISCOVER = """
import json, yaml
from firebase_functions.private import serving
print(json.dumps(yaml.safe_load(serving.functions_as_yaml(serving.get_functions()))))
"""


def discover(region: str = DEFAULT_REGION) -> dict[str, Function]:
    """The functions by name, as main.py declares them for this region.

    Raises:
        Trouble: main.py can't be loaded.
    """
    done = subprocess.run(
        [FUNCTIONS_PYTHON, "-c", _DISCOVER],
        cwd=FUNCTIONS,
        env={**os.environ, "GCLOUD_PROJECT": "demo-hearth", REGION: region},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise Trouble(f"{done.stderr.strip()}\n\nfunctions/main.py can't be loaded.")
    return json.loads(done.stdout)["endpoints"]


def problems(functions: dict[str, Function], region: str) -> list[str]:
    """What must not be deployed, a sentence each; empty when all is well."""
    found = [
        f"{name}: {problem}"
        for name, function in functions.items()
        for problem in _problems(function, region)
    ]
    threads = int(read_settings(FUNCTIONS / ".env").get("THREADS", "4"))
    busiest = max((function["concurrency"] or 1 for function in functions.values()), default=1)
    if threads <= busiest:
        found.append(f"THREADS in functions/.env is {threads}, for {busiest} requests at once.")
    return found


def _problems(function: Function, region: str) -> list[str]:
    event = "httpsTrigger" not in function
    most_seconds = MAX_EVENT_SECONDS if event else MAX_HTTP_SECONDS
    # A trigger on a secret that does not exist blocks the deploy: keys are read at run time.
    checks = {
        f"its region is {function['region']}": function["region"] == [region],
        "it has too many instances, or no limit": _within(function["maxInstances"], MAX_INSTANCES),
        "it has too much memory, or none named": _within(
            function["availableMemoryMb"], MAX_MEMORY_MB
        ),
        "it has too long a timeout, or none": _within(function["timeoutSeconds"], most_seconds),
        "it has more than one CPU": function["cpu"] in (MAX_CPU, "gcf_gen1"),
        "it stays up between requests": not function["minInstances"],
        f"it runs as {function['serviceAccountEmail']}": (
            function["serviceAccountEmail"] == SERVICE_ACCOUNT
        ),
        "it declares secrets": not function["secretEnvironmentVariables"],
    }
    return [problem for problem, good in checks.items() if not good]


def _within(value: int | None, most: int) -> bool:
    return value is not None and 0 < value <= most


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.deploy.manifest")
    parser.add_argument("--region", default=DEFAULT_REGION)
    region = parser.parse_args().region
    try:
        functions = discover(region)
        if found := problems(functions, region):
            raise Trouble("\n".join(found))
    except Trouble as trouble:
        return give_up(trouble)
    for name, function in functions.items():
        kind = next(key for key in function if key.endswith("Trigger")).removesuffix("Trigger")
        limits = f"{function['availableMemoryMb']} MB, {function['timeoutSeconds']} s"
        print(f"  {name}: {kind}, {limits}, at most {function['maxInstances']} instances")
    return 0


if __name__ == "__main__":
    sys.exit(main())
