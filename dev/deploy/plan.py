"""The deploy as a list: checks first, then what needs no cloud, then the project, step by step.

Every step can be run again: it does nothing, or the same, so a deploy that failed half-way is
finished by running it again, and an upgrade is a deploy.
"""

from __future__ import annotations

from dev.deploy.step import Command, Step
from dev.deploy.target import Target
from dev.paths import FUNCTIONS, FUNCTIONS_PYTHON, PYTHON, ROOT

# What Hearth uses of Google Cloud, each with its reason.
APIS = {
    "firebase": "the project as Firebase sees it",
    "identitytoolkit": "sign-in",
    "firestore": "the data",
    "firebaserules": "the rules that guard them",
    "firebasehosting": "the client",
    "cloudfunctions": "the functions",
    "run": "where functions run",
    "cloudbuild": "builds them",
    "artifactregistry": "keeps what was built",
    "eventarc": "calls functions when a document changes",
    "pubsub": "carries those events",
    "cloudscheduler": "calls the sweeper every minute",
    "secretmanager": "keeps providers' keys",
    "iam": "the account that functions run as",
    "cloudresourcemanager": "what that account may do",
    "cloudbilling": "tells whether billing is on",
    "logging": "the logs",
    "storage": "takes the functions' source for a build",
}

# What the functions' service account may do, each with its reason. Keys are not in this list:
# `keys` lets it read each one by itself.
ROLES = {
    "roles/datastore.user": "read and write documents",
    "roles/firebaseauth.admin": "look accounts up, sign them out, and delete one that asks for it",
    "roles/eventarc.eventReceiver": "be told when a document changes",
    "roles/run.invoker": "be called with that event, and by the schedule",
}

# Cloud Run takes the CPU from an instance without requests, unless told otherwise. The Firebase
# CLI can't tell it, so this is set after each deploy.
STREAMING = ("chat", "v1")


def plan(target: Target) -> list[Step]:
    """Every step of a deploy to this target."""
    return [
        *_checks(target),
        *_rehearsals(target),
        *_foundations(target),
        *_deploys(target),
        *(_crews(target) if target.crews else ()),
        *_beginnings(target),
    ]


def _checks(at: Target) -> list[Step]:
    return [
        Step(
            "Check that you are signed in to Google Cloud",
            ("gcloud", "auth", "application-default", "print-access-token", "--quiet"),
            expects="",
            mend=(
                "Sign in, then try again: gcloud auth login --update-adc\n"
                "There is no gcloud here? Install it (cloud.google.com/sdk/docs/install), or open "
                "https://shell.cloud.google.com, where everything is there already."
            ),
        ),
        Step(
            "Check that the project is yours",
            ("gcloud", "projects", "describe", at.project, "--format=value(projectId)"),
            expects=at.project,
            mend=(
                f"There is no project {at.project} that you may use. Create it at "
                "https://console.firebase.google.com, then try again."
            ),
        ),
        Step(
            "Check that billing is on",
            (
                *gcloud(at, "billing", "projects", "describe", at.project),
                "--format=value(billingEnabled)",
            ),
            expects="True",
            mend=(
                "Functions need the Blaze plan, which charges only for what is used. Choose it at "
                f"https://console.firebase.google.com/project/{at.project}/usage/details, set a "
                "budget alert there, then try again."
            ),
        ),
    ]


def _rehearsals(at: Target) -> list[Step]:
    crews = Step(
        "Install what crews run on, so that their function can be discovered",
        (str(PYTHON), "-m", "dev.install", "--crew"),
        cloud=False,
        mend="It takes about a gigabyte. Make room, then try again.",
    )
    return [
        *((crews,) if at.crews else ()),
        _own("Build the client", "site", "build"),
        _own(
            "Discover what the functions ask for, and check it", "manifest", "--region", at.region
        ),
        _own("Try the rules and the hosting configuration in the emulators", "rehearsal"),
    ]


def _foundations(at: Target) -> list[Step]:
    apis = sorted(f"{name}.googleapis.com" for name in APIS)
    return [
        Step(
            "Turn on what Hearth uses of Google Cloud",
            gcloud(at, "services", "enable", *apis),
            mend="Only an owner or editor of the project can turn APIs on. Sign in as one.",
        ),
        Step(
            "Make it a Firebase project",
            _firebase(at, "projects:addfirebase", at.project, config=False),
            unless=_firebase(at, "apps:list", "WEB", config=False),
            mend=(
                "Firebase could not be reached. Sign in, then try again: "
                f"{ROOT / 'node_modules/.bin/firebase'} login"
            ),
        ),
        Step(
            "Make the database",
            (
                *gcloud(at, "firestore", "databases", "create"),
                *(f"--location={at.region}", "--type=firestore-native"),
            ),
            unless=gcloud(at, "firestore", "databases", "describe", "--database=(default)"),
            mend=f"Is there no Firestore in {at.region}? Choose another: REGION=europe-west1",
        ),
        Step(
            "Make the account that the functions run as",
            (*gcloud(at, "iam", "service-accounts", "create", "hearth"), "--display-name=Hearth"),
            unless=gcloud(at, "iam", "service-accounts", "describe", at.service_account),
        ),
        *(
            Step(
                f"Let it {reason}",
                (
                    *("gcloud", "projects", "add-iam-policy-binding", at.project),
                    *(f"--member=serviceAccount:{at.service_account}", f"--role={role}"),
                    *("--condition=None", "--format=none"),
                ),
            )
            for role, reason in ROLES.items()
        ),
        _own("Ask for providers' keys", "keys", "--project", at.project, cloud=True),
    ]


def _deploys(at: Target) -> list[Step]:
    again = "See what it says above, mend it, then run the same command again."
    owner = ("--owner", at.owner) if at.owner else ()
    return [
        _own(
            *("Configure the client for the project", "site", "configure"),
            *("--project", at.project, "--region", at.region, *owner),
            cloud=True,
        ),
        Step(
            "Turn on sign-in by e-mail" + (" and by Google" if at.owner else ""),
            _firebase(at, "deploy", "--only", "auth"),
            mend=(
                "Turn on Email/Password at https://console.firebase.google.com/project/"
                f"{at.project}/authentication/providers, then try again."
            ),
        ),
        Step(
            "Deploy rules and indexes", _firebase(at, "deploy", "--only", "firestore"), mend=again
        ),
        Step(
            "Deploy the functions",
            _firebase(at, "deploy", "--only", "functions:default", "--force"),
            mend=(
                f"{again} The first deploy of a new project can fail while its accounts are still "
                "being made: wait two minutes."
            ),
        ),
        *(
            Step(
                f"Let an answer of {name} go on when its reader has left",
                (
                    *gcloud(at, "run", "services", "update", name, f"--region={at.region}"),
                    *("--no-cpu-throttling", "--quiet"),
                ),
                mend=again,
            )
            for name in STREAMING
        ),
        Step("Deploy the client", _firebase(at, "deploy", "--only", "hosting"), mend=again),
    ]


def _crews(at: Target) -> list[Step]:
    return [
        Step(
            "Make the account that crews run as, which may do nothing",
            (*gcloud(at, "iam", "service-accounts", "create", "crew"), "--display-name=Crews"),
            unless=gcloud(at, "iam", "service-accounts", "describe", at.crew_account),
        ),
        Step(
            "Deploy the crews",
            _firebase(at, "deploy", "--only", "functions:crew", "--force"),
            mend="See what it says above, mend it, then run the same command again.",
        ),
    ]


def _beginnings(at: Target) -> list[Step]:
    steps = [
        Step(
            "Plant the seed: what is missing is created, what you edited stays",
            (str(FUNCTIONS_PYTHON), str(FUNCTIONS / "seeding.py")),
            mend="The data could not be reached. Sign in: gcloud auth login --update-adc",
        )
    ]
    if at.owner is not None:
        named = ("--project", at.project, "--email", at.owner)
        steps.append(_own("Make you the owner", "owner", *named, cloud=True))
    return steps


def gcloud(at: Target, *words: str) -> Command:
    """A command of gcloud for that project."""
    return ("gcloud", *words, f"--project={at.project}")


def _firebase(at: Target, *words: str, config: bool = True) -> Command:
    where = ("--config", at.config.name) if config else ()
    return ("firebase", *words, "--project", at.project, *where, "--non-interactive")


def _own(purpose: str, module: str, *words: str, cloud: bool = False) -> Step:
    """A step that is a module of this package, which says itself what went wrong."""
    return Step(
        purpose,
        (str(PYTHON), "-m", f"dev.deploy.{module}", *words),
        cloud=cloud,
        mend="Mend what it says above, then run the same command again.",
    )
