"""The client for one project: built, told where its project is, with a policy as narrow as that.

python3.11 -m dev.deploy.site build
python3.11 -m dev.deploy.site configure --project my-hearth --region us-central1
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from dev.deploy.target import Target, environment, keep_region, read_settings
from dev.install import build_client
from dev.paths import ROOT
from dev.says import Trouble, give_up
from dev.site import write_site

APP = "Hearth"
# App Check: its site key, and whether the functions refuse who does not prove it.
APP_CHECK_KEY = "HEARTH_APP_CHECK_KEY"
APP_CHECK = "HEARTH_APP_CHECK"
# As Google's documentation has it ("Using reCAPTCHA with Content Security Policy").
RECAPTCHA = {
    "script-src": "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/",
    "frame-src": "https://www.google.com/recaptcha/ https://recaptcha.google.com/recaptcha/",
    "connect-src": "https://content-firebaseappcheck.googleapis.com https://www.google.com/recaptcha/",
}
_KEYS = ("apiKey", "authDomain", "projectId", "appId")


def configure(target: Target) -> None:
    """Write the site and the firebase.json of this project, and keep its region.

    Raises:
        Trouble: Firebase does not tell the project's web configuration.
    """
    firebase = web_config(target)
    site = write_site(target.project, site_config(target, firebase))
    config = project_config(target, site, firebase["authDomain"])
    target.config.write_text(json.dumps(config, indent=2))
    keep_region(target)


def web_config(target: Target) -> dict[str, str]:
    """What the client must know of the project. Its web app is made if there is none."""
    apps = _told(target, "apps:list", "WEB")
    ours = [app for app in apps if app.get("displayName") == APP] or apps
    app = ours[0] if ours else _told(target, "apps:create", "WEB", APP)
    told = _told(target, "apps:sdkconfig", "WEB", app["appId"])
    return {key: told["sdkConfig"][key] for key in _KEYS}


def _told(target: Target, *words: str) -> Any:
    done = subprocess.run(
        ["firebase", *words, "--project", target.project, "--json", "--non-interactive"],
        cwd=ROOT,
        env=environment(target),
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise Trouble(f"{done.stdout.strip()}\n\nFirebase did not answer to {words[0]}.")
    return json.loads(done.stdout)["result"]


def site_config(target: Target, firebase: dict[str, str]) -> dict[str, Any]:
    """What `/config.js` says. The web API key in it names the project and opens nothing."""
    return {
        "firebase": firebase,
        "functions": {"base": target.functions_base, "overrides": {}},
        "emulators": None,
        "appCheck": {"siteKey": key} if (key := app_check_key(target)) else None,
        "simulated": False,
    }


def project_config(target: Target, site: Path, auth_domain: str) -> dict[str, Any]:
    """firebase.json for this project: its own site, its own addresses in the policy."""
    config: dict[str, Any] = json.loads((ROOT / "firebase.json").read_text())
    config["hosting"]["public"] = str(site.relative_to(ROOT))
    for rule in config["hosting"]["rewrites"]:
        rule["function"]["region"] = target.region
    for rule in config["hosting"]["headers"]:
        for header in rule["headers"]:
            header["value"] = narrow(header["value"], target, auth_domain)
            if app_check_key(target):
                header["value"] = with_recaptcha(header["value"])
    if target.owner is not None:
        config["auth"]["providers"]["googleSignIn"] = {
            "oAuthBrandDisplayName": APP,
            "supportEmail": target.owner,
            "authorizedRedirectUris": [f"https://{auth_domain}/__/auth/handler"],
        }
    return config


def app_check_key(target: Target) -> str | None:
    """The site key of reCAPTCHA Enterprise, public like all of `/config.js`; `None` without one.

    Raises:
        Trouble: the functions ask for what the client could not get.
    """
    settings = read_settings(target.settings)
    key = settings.get(APP_CHECK_KEY) or None
    if key is None and settings.get(APP_CHECK) == "1":
        raise Trouble(
            f"{target.settings.relative_to(ROOT)} has {APP_CHECK}=1, which shuts everybody out "
            f"without {APP_CHECK_KEY}. See App Check in docs/ADMIN.md."
        )
    return key


def with_recaptcha(policy: str) -> str:
    """A policy of the client's that lets reCAPTCHA and App Check in; any other as it is."""
    directives = policy.split("; ")
    if not any(directive.startswith("connect-src ") for directive in directives):
        return policy
    sources = {name: RECAPTCHA.get(name.partition(" ")[0], "") for name in directives}
    return "; ".join(f"{directive}{more and f' {more}'}" for directive, more in sources.items())


def narrow(policy: str, target: Target, auth_domain: str) -> str:
    """A policy that names this project where firebase.json's has to allow every one."""
    sources = {
        "https://*.cloudfunctions.net": target.functions_base,
        "https://*.run.app": "",
        "http://127.0.0.1:*": "",
        "http://localhost:*": "",
        "https://*.firebaseapp.com": f"https://{auth_domain}",
        "https://*.web.app": "",
    }
    for wide, own in sources.items():
        policy = policy.replace(f" {wide}", f" {own}" if own else "")
    return policy


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.deploy.site")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build")
    asked = commands.add_parser("configure")
    asked.add_argument("--project", required=True)
    asked.add_argument("--region", required=True)
    asked.add_argument("--owner")
    options = parser.parse_args()
    try:
        if options.command == "build":
            build_client()
        else:
            configure(Target(options.project, options.region, options.owner))
    except Trouble as trouble:
        return give_up(trouble)
    return 0


if __name__ == "__main__":
    sys.exit(main())
