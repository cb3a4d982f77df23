"""How fast the client is on a slow phone: opening it, streaming into it, and with much in it.

make bench-web                                 everything, kept for README.md
make bench-web ARGS="--only streaming list"    some of it, printed only
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.slow_phone import Phone, slow, slow_phone
from bench.table import Row, Table, publish
from dev.emulators import PROJECT, Emulators, Ports
from dev.install import bring_browser, build_client
from dev.paths import LOCAL
from dev.ports import HOST
from dev.simulator import simulator
from dev.site import local_config, write_site
from hearth import MODELS, Account, Hearth, plant
from scripted import script

WORDS, PACE = 8_000, 100
MESSAGES, THREADS = 1_000, 2_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
EMPTY = "<!doctype html><html lang=en><title>Empty</title><p>An empty page, for comparison.</p>"
LINE = "A row of **words** with `code`, a [link](https://example.test/) and plain text after it. "
WRITTEN = "document.querySelector('[data-slot=reply] [data-slot=prose]').textContent.length"
# Resolves once the answer is complete, and on the screen.
ENDED = """() => new Promise((done) => {
  const reply = document.querySelector("[data-slot=reply]");
  const look = () => {
    if (reply.dataset.state === "streaming") return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(done));
  };
  const seen = new MutationObserver(look);
  seen.observe(reply, { attributeFilter: ["data-state"] });
  look();
})"""
PARAGRAPH = f"### A heading\n\n{LINE * 3}\n\n- one\n- two\n\n```python\nprint('words')\n```\n\n"


@dataclass
class Bench:
    """Where it is measured, with the rows found so far."""

    hearth: Hearth
    address: str
    browser: Browser
    rows: list[Row]

    def row(self, measure: str, value: float, unit: str, target: float | None = None) -> None:
        """Note a measure that is to be at most `target`, and say it at once."""

        def written(number: float) -> str:
            return f"{number:.3f}".rstrip("0").rstrip(".") if number < 3 else f"{number:,.0f}"

        known = "" if target is None else f"≤ {written(target)} {unit}".strip()
        kept = None if target is None else value <= target
        row = Row(measure, (f"{written(value)} {unit}".strip(),), known, kept)
        self.rows.append(row)
        print(f"  {row.measure}: {row.values[0]} {row.target} {row.mark}", flush=True)


@contextmanager
def stage() -> Generator[Bench]:
    """The built client on the Hosting emulator, which compresses as Hosting does."""
    build_client()
    at, name = Ports.free(), f"bench-web-{os.getpid()}"
    site = LOCAL / f"site-{name}"
    site.mkdir(parents=True, exist_ok=True)
    with ExitStack() as last:
        last.callback(shutil.rmtree, site, ignore_errors=True)
        emulators = Emulators(at, name=name, only=("auth", "firestore", "hosting"), site=site)
        last.callback(emulators.stop)
        os.environ["GCLOUD_PROJECT"] = PROJECT
        os.environ["FIRESTORE_EMULATOR_HOST"] = f"{HOST}:{at.firestore}"
        os.environ["FIREBASE_AUTH_EMULATOR_HOST"] = f"{HOST}:{at.auth}"
        emulators.wait()
        upstream = last.enter_context(simulator(word_ms=1000 // PACE))
        plant()
        hearth = Hearth(at, upstream, last)
        overrides = {name: hearth.url(name) for name in ("chat", "join")}
        built = write_site(f"{name}-built", local_config(at, overrides=overrides))
        last.callback(shutil.rmtree, built, ignore_errors=True)
        shutil.copytree(built, site, dirs_exist_ok=True)
        (site / "empty.html").write_text(EMPTY)
        hearth.publish_providers()
        playwright = last.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=bring_browser(), args=FLAGS)
        last.callback(browser.close)
        yield Bench(hearth, f"http://localhost:{at.hosting}", browser, [])


def sign_in(bench: Bench, account: Account, phone: Phone) -> None:
    """Sign in, and wait until one could write."""
    page = phone.page
    page.goto(bench.address)
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password", exact=True).fill("a-good-one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    composer(phone).wait_for(timeout=60_000)


def composer(phone: Phone) -> Any:
    return phone.page.get_by_role("textbox", name=re.compile("^Message "))


def visits(bench: Bench) -> None:
    """First and repeat visits, signed out and signed in."""
    baseline = slow_phone(bench.browser)
    baseline.page.goto(f"{bench.address}/empty")
    bench.row("largest paint of an empty page", _painted(baseline), "ms")
    # A slowed processor is kept busy even while its page rests.
    baseline.page.context.close()

    phone = slow_phone(bench.browser)
    page = phone.page
    page.goto(bench.address)
    # The form works once its other face can be shown.
    page.get_by_role("button", name="Create an account").click()
    page.get_by_role("button", name="Create account").wait_for(timeout=60_000)
    bench.row("JS to a usable sign-in", phone.script_kb(), "KB", 200)
    bench.row("largest paint, first visit", _painted(phone), "ms", 1_500)
    bench.row("blocking time, first visit", phone.blocking_ms(), "ms", 200)
    bench.row("layout shift, sign-in", phone.meters()["shift"], "", 0.02)
    page.reload()
    bench.row("largest paint, repeat visit", _painted(phone), "ms", 800)

    sign_in(bench, bench.hearth.member("visitor"), phone)
    phone.forget_assets()
    page.reload()
    usable = _usable(phone)
    bench.row("JS to a usable chat", phone.usable_script_kb(), "KB", 420)
    bench.row("composer usable, first visit", usable, "ms", 5_000)
    page.get_by_role("button", name=re.compile("^Model:")).wait_for(timeout=60_000)
    bench.row("layout shift, chat", phone.meters()["shift"], "", 0.02)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    bench.row("composer usable, repeat visit", _usable(phone), "ms", 2_000)
    page.context.close()


def _painted(phone: Phone) -> float:
    phone.page.wait_for_function("() => meters.lcp > 0", timeout=60_000)
    phone.page.wait_for_load_state("networkidle")
    return phone.meters()["lcp"]


def _usable(phone: Phone) -> float:
    phone.page.wait_for_function("() => meters.usable !== null", timeout=60_000)
    return phone.meters()["usable"]


def streaming(bench: Bench) -> None:
    """A long answer at a fast model's pace."""
    text = PARAGRAPH * (WORDS // len(PARAGRAPH.split()) + 1)
    phone = slow_phone(bench.browser)
    page = phone.page
    slow(phone, False)
    sign_in(bench, bench.hearth.member("reader"), phone)
    slow(phone, True)
    page.evaluate("() => { self.stopFrames = countFrames(); }")
    page.wait_for_function("() => meters.frames.length > 120")
    bench.row("frame gap of the page at rest, median", median(phone.meters()["frames"]), "ms")

    script(bench.hearth.simulator, {"type": "reply", "text": text, "match": {"tools": True}})
    composer(phone).fill("Begin.")
    page.get_by_role("button", name="Send message").click()
    page.locator("[data-slot=prose][data-state=streaming]").wait_for(timeout=60_000)
    page.evaluate("() => { stopFrames(); self.stopFrames = countFrames(); }")
    # A look into the page costs it a frame: there are four, around a first and a last tenth.
    seen = [_so_far(phone)]
    for share in (0.1, 0.75, 0.1):
        time.sleep(share * WORDS / PACE)
        seen.append(_so_far(phone))
    page.evaluate(ENDED)
    found = phone.meters()
    gaps = quantiles(found["frames"], n=100)
    bench.row("streaming: frame gap, median", gaps[49], "ms", 17)
    bench.row("streaming: frame gap, 99th percentile", gaps[98], "ms", 34)
    long = [duration for _, duration in found["tasks"]]
    bench.row("streaming: tasks over 50 ms", len(long), "", 0)
    bench.row("streaming: longest task", max(long, default=0.0), "ms", 50)
    first, final = _cost(seen[0], seen[1]), _cost(seen[2], seen[3])
    bench.row("streaming: cost of the last tenth to the first", final / first, "x", 1.3)
    page.context.close()


def _so_far(phone: Phone) -> tuple[int, float]:
    """Characters of the answer on the screen, and seconds that the page has worked."""
    return phone.page.evaluate(WRITTEN), phone.task_seconds()


def _cost(before: tuple[int, float], after: tuple[int, float]) -> float:
    """Seconds of work for a character."""
    return (after[1] - before[1]) / max(1, after[0] - before[0])


def seed_threads(bench: Bench, account: Account, count: int, messages: int) -> str:
    """Threads of a member; the newest has so many messages. Returns its id."""
    db, now = bench.hearth.db, datetime.now(UTC)
    threads = db.collection("users", account.uid, "threads")
    batch, written, newest = db.batch(), 0, f"t-{uuid.uuid4().hex[:12]}"
    for at in range(count):
        when = now - timedelta(minutes=at)
        made = {"title": f"Thread {at}", "createdAt": when, "updatedAt": when, "leaf": None}
        mine = {"agent": "hearth", "model": MODELS["anthropic"], "pinned": False, "archived": False}
        leaf = {"leaf": f"m{messages - 1:04}"} if at == 0 and messages else {}
        document = threads.document(newest if at == 0 else f"t-{at:05}-{uuid.uuid4().hex[:6]}")
        batch.set(document, {**made, **mine, **leaf, "temperature": None, "maxTokens": None})
        written += 1
        if written % 400 == 0:
            batch.commit()
            batch = db.batch()
    for at in range(messages):
        role = "user" if at % 2 == 0 else "assistant"
        message = {
            "role": role,
            "parts": [{"type": "text", "text": f"Message {at}. {LINE * 3}"}],
            "parent": f"m{at - 1:04}" if at else None,
            "status": "done",
            "agent": "hearth",
            "model": MODELS["anthropic"],
            "createdAt": now - timedelta(seconds=messages - at),
        }
        batch.set(threads.document(newest).collection("messages").document(f"m{at:04}"), message)
        written += 1
        if written % 400 == 0:
            batch.commit()
            batch = db.batch()
    batch.commit()
    return newest


def long_thread(bench: Bench) -> None:
    """A thread of a thousand messages: to open it, and to write in it."""
    account = bench.hearth.member("writer")
    seed_threads(bench, account, 1, MESSAGES)
    phone = slow_phone(bench.browser)
    page = phone.page
    sign_in(bench, account, phone)
    page.get_by_role("button", name="Open sidebar").click()
    item = page.locator("[data-slot=thread-item] button").first
    item.wait_for(timeout=60_000)
    phone.documents.clear()
    # From the tap to the last message on the screen, by the page's own clock.
    took = page.evaluate(
        """() => new Promise((done) => {
          const begun = performance.now();
          document.querySelector("[data-slot=thread-item] button").click();
          (function look() {
            const last = [...document.querySelectorAll("[data-message]")].at(-1);
            const { top, bottom } = last?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
            const seen = top < innerHeight && bottom > 0;
            if (seen && last.textContent.includes("Message 999"))
              requestAnimationFrame(() => done(performance.now() - begun));
            else requestAnimationFrame(look);
          })();
        })"""
    )
    bench.row(f"thread of {MESSAGES:,} messages: last screen", took, "ms", 600)
    page.wait_for_timeout(3_000)
    bench.row("- documents read", phone.read("messages"), "", 40)
    page.evaluate("() => { meters.keys = []; }")
    composer(phone).press_sequentially("A few words, typed", delay=120)
    keys = phone.meters()["keys"]
    bench.row("- slowest keystroke", max(keys, default=16), "ms", 100)
    page.context.close()


def many_threads(bench: Bench) -> None:
    """A list of two thousand threads."""
    account = bench.hearth.member("keeper")
    seed_threads(bench, account, THREADS, 0)
    phone = slow_phone(bench.browser)
    page = phone.page
    sign_in(bench, account, phone)
    page.get_by_role("button", name="Open sidebar").click()
    page.locator("[data-slot=thread-item]").first.wait_for(timeout=60_000)
    page.wait_for_timeout(3_000)
    bench.row(f"{THREADS:,} threads: documents read at start", phone.read("threads"), "", 40)
    page.evaluate("() => { self.stopFrames = countFrames(); }")
    took = page.evaluate(
        """() => new Promise((done) => {
          const box = document.querySelector("[data-slot=thread-scroller]");
          const end = performance.now() + 4000;
          (function step(now) {
            box.scrollTop += 24;
            if (now < end) requestAnimationFrame(step);
            else done(box.scrollTop);
          })(performance.now());
        })"""
    )
    frames = phone.meters()["frames"]
    rate = 1000 * len(frames) / sum(frames)
    text = f"{rate:.0f} frames/s"
    bench.rows.append(Row("- scrolling the list", (text,), "≥ 50 frames/s", rate >= 50))
    print(f"  scrolled {took:.0f} px at {text}", flush=True)
    page.context.close()


PARTS: dict[str, Callable[[Bench], None]] = {
    "visits": visits,
    "streaming": streaming,
    "long-thread": long_thread,
    "list": many_threads,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.web", description="The client on a slow phone.")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="some of it, printed only")
    only: list[str] | None = parser.parse_args().only
    with stage() as bench:
        for name in only or PARTS:
            PARTS[name](bench)
    if only is None:
        keep(bench.rows)


def keep(rows: list[Row]) -> None:
    """Keep all that was measured, for README.md."""
    table = Table(
        "web",
        "The client on a slow phone (Chromium, 4x slower processor, slow 4G)",
        ("Hearth",),
        tuple(rows),
        (
            "Sizes are compressed, without headers. Documents are counted in what Firestore's "
            "stream carried. The empty page and the page at rest are the machine's own share in "
            "the same run; the server, its emulators and the model run on the same cores.",
            "What is left of the thread of 1,000 messages, which this phone has never shown: the "
            "network's round trip and the messages' way over it, Firestore's own reading and "
            "keeping of them, and drawing a screenful.",
            "What is left of the first visit: most of its JavaScript, of which Firestore is the "
            "largest part and comes after the first paint.",
        ),
    )
    publish(table)


if __name__ == "__main__":
    main()
