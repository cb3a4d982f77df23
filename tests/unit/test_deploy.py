"""A deploy, with programs of our own in the places of gcloud, firebase and the functions' Python.

They write down how they were called, and answer as a project would that is as new, or as ready,
as the test wants it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dev.deploy import keys, manifest, owner, plan, site, target
from dev.deploy.step import Step, run_steps
from dev.deploy.target import Target, environment, read_target, settings_file
from dev.paths import ROOT
from dev.says import Trouble
from providers import NAMES

PROJECT = "hearth-deploy-test"
OWNER = "ada@example.com"
TARGET = Target(PROJECT, "europe-west1", OWNER)
KEY = "sk-this-is-nobodys-key"

# Answers as gcloud and firebase do, and writes down its words and what it was given to read.
FAKE = """#!{python}
import json, os, pathlib, sys
here = pathlib.Path({folder!r})
words = [pathlib.Path(sys.argv[0]).name, *sys.argv[1:]]
given = "" if sys.stdin.isatty() else sys.stdin.read()
with (here / "calls.jsonl").open("a") as calls:
    calls.write(json.dumps({{"words": words, "given": given, "env": dict(os.environ)}}) + "\\n")
line = " ".join(words)
for start, (status, output) in json.loads((here / "answers.json").read_text()).items():
    if line.startswith(start):
        print(output)
        sys.exit(status)
"""

Answers = dict[str, tuple[int, str]]
SDK_CONFIG = {
    "apiKey": "web-key",
    "authDomain": f"{PROJECT}.firebaseapp.com",
    "projectId": PROJECT,
    "appId": "1:2:web:3",
    "storageBucket": "not needed",
}
READY: Answers = {
    "gcloud projects describe": (0, PROJECT),
    "gcloud billing": (0, "True"),
    "firebase apps:list": (0, json.dumps({"result": [{"appId": "1:2:web:3"}]})),
    "firebase apps:sdkconfig": (0, json.dumps({"result": {"sdkConfig": SDK_CONFIG}})),
}
NEW: Answers = {
    **READY,
    "firebase apps:list WEB --project hearth-deploy-test --json": (0, '{"result": []}'),
    "firebase apps:list": (1, ""),
    "firebase apps:create": (0, json.dumps({"result": {"appId": "1:2:web:3"}})),
    "gcloud firestore databases describe": (1, ""),
    "gcloud iam service-accounts describe": (1, ""),
    "gcloud secrets describe": (1, ""),
}


@dataclass
class Cloud:
    """The programs, and what they were asked."""

    folder: Path

    def answer(self, answers: Answers) -> None:
        # The longest beginning that fits is the one that counts.
        ordered = dict(sorted(answers.items(), key=lambda item: -len(item[0])))
        (self.folder / "answers.json").write_text(json.dumps(ordered))

    def calls(self) -> list[dict[str, Any]]:
        file = self.folder / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def lines(self) -> list[str]:
        return [" ".join(call["words"]) for call in self.calls()]


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    for name in ("gcloud", "firebase", "functions-python"):
        program = tmp_path / name
        program.write_text(FAKE.format(python=sys.executable, folder=str(tmp_path)))
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(target, "FIREBASE", tmp_path / "firebase")
    monkeypatch.setattr(plan, "FUNCTIONS_PYTHON", tmp_path / "functions-python")
    cloud = Cloud(tmp_path)
    cloud.answer(READY)
    yield cloud
    for file in (TARGET.config, TARGET.settings, TARGET.crew_settings):
        file.unlink(missing_ok=True)


def in_cloud() -> list[Step]:
    """The steps that reach the project; what needs none is rehearsed elsewhere."""
    return [step for step in plan.plan(TARGET) if step.cloud]


def deploy() -> None:
    steps = [step for step in in_cloud() if "dev.deploy" not in step.written]
    run_steps(steps, environment(TARGET), dry_run=False)


# ---- What a deploy is asked for


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "PROJECT=my-hearth"),
        ({"PROJECT": "My Project"}, "PROJECT=my-hearth"),
        ({"PROJECT": "x; rm -rf /"}, "PROJECT=my-hearth"),
        ({"PROJECT": PROJECT, "REGION": "Mars"}, "not a region"),
        ({"PROJECT": PROJECT, "OWNER": "ada"}, "not an e-mail address"),
    ],
)
def test_what_can_not_be_meant_is_refused(asked: dict[str, str], said: str) -> None:
    with pytest.raises(Trouble, match=said):
        read_target(asked, dry_run=False)


def test_a_project_is_enough() -> None:
    asked = read_target({"PROJECT": PROJECT}, dry_run=False)
    assert asked == Target(PROJECT, "us-central1", None)
    assert asked.link == f"https://{PROJECT}.web.app"
    assert asked.functions_base == f"https://us-central1-{PROJECT}.cloudfunctions.net"


def test_a_dry_run_needs_no_project() -> None:
    assert read_target({}, dry_run=True).project == "demo-hearth"


@pytest.mark.usefixtures("cloud")
def test_a_region_is_chosen_once() -> None:
    site.configure(TARGET)
    assert settings_file(PROJECT).read_text().endswith("HEARTH_REGION=europe-west1\n")
    assert read_target({"PROJECT": PROJECT}, dry_run=False).region == "europe-west1"
    with pytest.raises(Trouble, match="can't move"):
        read_target({"PROJECT": PROJECT, "REGION": "us-east1"}, dry_run=False)


@pytest.mark.usefixtures("cloud")
def test_other_settings_of_the_project_are_left_alone() -> None:
    TARGET.settings.write_text("HEARTH_ORIGINS=https://chat.example.com\n")
    site.configure(TARGET)
    site.configure(TARGET)
    assert TARGET.settings.read_text() == (
        "HEARTH_ORIGINS=https://chat.example.com\nHEARTH_REGION=europe-west1\n"
    )


# ---- The plan


def test_every_step_says_what_it_is_for_and_no_two_are_the_same() -> None:
    steps = plan.plan(TARGET)
    assert all(step.purpose for step in steps)
    assert len({step.written for step in steps}) == len(steps)


def test_what_needs_no_cloud_is_tried_before_the_project_is_changed() -> None:
    kinds = [step.cloud for step in plan.plan(TARGET)]
    first, last = kinds.index(False), len(kinds) - 1 - kinds[::-1].index(False)
    before = plan.plan(TARGET)[:first]
    assert not any(kinds[first : last + 1])
    assert all(step.expects is not None for step in before), "only checks come before"


def test_a_dry_run_reaches_no_cloud(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    run_steps(in_cloud(), environment(TARGET), dry_run=True)
    shown = capsys.readouterr().out
    assert cloud.calls() == []
    assert all(f"$ {step.written}" in shown for step in in_cloud())


def test_the_functions_account_is_the_one_that_they_name() -> None:
    assert TARGET.service_account.startswith(manifest.SERVICE_ACCOUNT)


def test_every_function_that_streams_may_go_on_without_its_reader() -> None:
    functions = manifest.discover()
    streaming = {name for name, function in functions.items() if function["timeoutSeconds"] > 900}
    assert streaming == set(plan.STREAMING)


def test_no_role_is_one_over_everything() -> None:
    assert not {"roles/owner", "roles/editor"} & set(plan.ROLES)
    assert not [role for role in plan.ROLES if "secretmanager" in role], "keys one by one"


# ---- A first deploy, and an upgrade


def test_a_first_deploy_makes_what_is_missing_in_order(cloud: Cloud) -> None:
    cloud.answer(NEW)
    deploy()
    wanted = [
        "gcloud services enable",
        "firebase projects:addfirebase",
        "gcloud firestore databases create",
        "gcloud iam service-accounts create hearth",
        *["gcloud projects add-iam-policy-binding"] * len(plan.ROLES),
        f"firebase deploy --only auth --project {PROJECT}",
        f"firebase deploy --only firestore --project {PROJECT}",
        f"firebase deploy --only functions:default --force --project {PROJECT}",
        *(f"gcloud run services update {name}" for name in plan.STREAMING),
        f"firebase deploy --only hosting --project {PROJECT}",
        "functions-python",
    ]
    changing = [line for line in cloud.lines() if not _only_looks(line)]
    assert len(changing) == len(wanted)
    for line, start in zip(changing, wanted, strict=True):
        assert line.startswith(start)


def test_crews_are_deployed_only_when_asked_for_and_as_nobody(cloud: Cloud) -> None:
    assert not [step for step in plan.plan(TARGET) if "crews" in step.purpose.lower()]
    target = read_target({"PROJECT": PROJECT, "CREWS": "1"}, dry_run=False)
    cloud.answer(NEW)
    steps = [step for step in plan.plan(target) if "crews" in step.purpose.lower()]
    assert [step.cloud for step in steps] == [False, True, True]
    run_steps((step for step in steps if step.cloud), environment(target), dry_run=False)
    described, created, deployed = cloud.lines()
    assert "describe crew@" in described
    assert "create crew" in created
    assert "deploy --only functions:crew" in deployed
    assert not any("crew@" in step.written for step in plan.plan(target) if "role" in step.written)


def test_an_upgrade_makes_nothing_anew(cloud: Cloud) -> None:
    deploy()
    made = [line for line in cloud.lines() if "create" in line or "addfirebase" in line]
    assert made == []
    assert any("deploy --only hosting" in line for line in cloud.lines())


def _only_looks(line: str) -> bool:
    return any(word in line for word in (" describe ", "apps:list", "print-access-token"))


@pytest.mark.parametrize(
    ("start", "answer", "said"),
    [
        ("gcloud auth application-default", (1, ""), "gcloud auth login --update-adc"),
        ("gcloud projects describe", (1, ""), "Create it at"),
        ("gcloud billing", (0, "False"), "Blaze"),
        ("gcloud services enable", (1, ""), "owner or editor"),
        ("firebase deploy --only auth", (1, ""), "Turn on Email/Password"),
        ("firebase deploy --only functions", (1, ""), "wait two minutes"),
        ("functions-python", (1, ""), "could not be reached"),
    ],
)
def test_what_is_missing_is_said_with_how_to_mend_it(
    cloud: Cloud, start: str, answer: tuple[int, str], said: str
) -> None:
    cloud.answer({**READY, start: answer})
    with pytest.raises(Trouble, match=said):
        deploy()
    assert cloud.lines()[-1].startswith(start), "nothing is run after a step that failed"


def test_a_machine_without_gcloud_is_told_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    env = {**environment(TARGET), "PATH": "/nowhere"}
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Trouble, match=r"shell\.cloud\.google\.com"):
        run_steps(in_cloud(), env, dry_run=False)


# ---- The client's configuration


@pytest.mark.parametrize("answers", [READY, NEW], ids=["an app", "no app yet"])
def test_the_client_is_told_where_its_project_is(cloud: Cloud, answers: Answers) -> None:
    cloud.answer(answers)
    told = site.site_config(TARGET, site.web_config(TARGET))
    assert told == {
        "firebase": {
            key: SDK_CONFIG[key] for key in ("apiKey", "authDomain", "projectId", "appId")
        },
        "functions": {
            "base": f"https://europe-west1-{PROJECT}.cloudfunctions.net",
            "overrides": {},
        },
        "emulators": None,
        "appCheck": None,
        "simulated": False,
    }


@pytest.mark.usefixtures("cloud")
def test_the_deployed_policy_names_this_project_alone() -> None:
    site.configure(TARGET)
    config = json.loads(TARGET.config.read_text())
    policies = [
        header["value"]
        for rule in config["hosting"]["headers"]
        for header in rule["headers"]
        if header["key"] == "Content-Security-Policy"
    ]
    assert policies
    for policy in policies:
        assert "*" not in policy
        assert "localhost" not in policy
        assert "127.0.0.1" not in policy
    assert TARGET.functions_base in policies[0]
    assert f"https://{PROJECT}.firebaseapp.com" in policies[0]
    (share,) = config["hosting"]["rewrites"]
    assert share["function"] == {"functionId": "shared", "region": TARGET.region}
    served = ROOT / config["hosting"]["public"] / "config.js"
    assert PROJECT in served.read_text()


@pytest.fixture
def settings() -> Iterator[Path]:
    """The settings of the project's functions, to be written."""
    file = settings_file(PROJECT)
    yield file
    file.unlink(missing_ok=True)


@pytest.mark.usefixtures("cloud")
def test_recaptcha_is_let_in_only_where_app_check_is_on(settings: Path) -> None:
    def policies() -> list[str]:
        site.configure(TARGET)
        config = json.loads(TARGET.config.read_text())
        rules = config["hosting"]["headers"]
        found = [header for rule in rules for header in rule["headers"]]
        return [each["value"] for each in found if each["key"] == "Content-Security-Policy"]

    without = policies()
    assert not any("recaptcha" in policy for policy in without)
    settings.write_text(f"{site.APP_CHECK_KEY}=6L-public\n{site.APP_CHECK}=1\n")
    page, *others = policies()
    assert others == without[1:]
    for name, sources in site.RECAPTCHA.items():
        (directive,) = (each for each in page.split("; ") if each.startswith(f"{name} "))
        assert directive.endswith(sources)
    served = json.loads(TARGET.config.read_text())["hosting"]["public"]
    assert '"siteKey": "6L-public"' in (ROOT / served / "config.js").read_text()


@pytest.mark.usefixtures("cloud")
def test_nobody_is_shut_out_by_an_app_check_that_the_client_knows_nothing_of(
    settings: Path,
) -> None:
    settings.write_text(f"{site.APP_CHECK}=1\n")
    with pytest.raises(Trouble, match=site.APP_CHECK_KEY):
        site.configure(TARGET)


@pytest.mark.usefixtures("cloud")
def test_google_sign_in_is_turned_on_with_the_owners_address() -> None:
    site.configure(TARGET)
    providers = json.loads(TARGET.config.read_text())["auth"]["providers"]
    assert providers["emailPassword"] is True
    assert providers["googleSignIn"]["supportEmail"] == OWNER


# ---- Keys


def test_every_provider_is_asked_for() -> None:
    assert set(keys.PROVIDERS) == {f"{name.upper()}_API_KEY" for name in NAMES}


def test_a_key_travels_by_standard_input_alone(cloud: Cloud) -> None:
    keys.keep(TARGET, "OPENAI_API_KEY", KEY)
    store, grant = cloud.calls()
    assert store["given"] == KEY
    assert store["words"][:5] == [
        *("firebase", "functions:secrets:set", "OPENAI_API_KEY", "--data-file", "-")
    ]
    assert f"--member=serviceAccount:{TARGET.service_account}" in grant["words"]
    for call in (store, grant):
        assert KEY not in json.dumps([call["words"], call["env"]])


def test_a_name_that_is_none_for_a_secret_reaches_no_command(cloud: Cloud) -> None:
    with pytest.raises(Trouble, match="no name for a secret"):
        keys.keep(TARGET, "--help", KEY)
    assert cloud.calls() == []


def test_without_a_person_no_key_is_asked_for(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.answer(NEW)
    keys.ask_for_missing(TARGET)
    assert capsys.readouterr().out.count("make key PROJECT=") == len(NAMES)


# ---- The owner


def test_an_owner_who_has_not_signed_up_is_told_to(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(owner, "FUNCTIONS_PYTHON", cloud.folder / "functions-python")
    monkeypatch.setattr("sys.argv", ["owner", "--project", PROJECT, "--email", OWNER])
    cloud.answer({"functions-python": (1, "Nobody has signed up with that address yet.")})
    assert owner.main() == 0
    assert f"Sign up as {OWNER} at {TARGET.link}" in capfd.readouterr().out
    (call,) = cloud.calls()
    assert call["words"][-2:] == ["--owner", OWNER]
    assert call["env"]["GCLOUD_PROJECT"] == PROJECT
