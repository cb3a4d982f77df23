"""A phone on a bad day: a Chromium whose processor is four times slower, on slow 4G, with a log."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

CPU = 4
# Lighthouse's slow 4G, as DevTools applies it.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
PIXEL: dict[str, Any] = {
    "viewport": {"width": 412, "height": 915},
    "device_scale_factor": 2.6,
    "has_touch": True,
    "is_mobile": True,
}
# Notes in the page what happens in it, from its first moment on.
METERS = """
self.meters = { lcp: 0, shift: 0, tasks: [], usable: null, keys: [], frames: [] };
const watch = (type, see, more = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(see))
    .observe({ type, buffered: true, ...more });
watch("largest-contentful-paint", (entry) => { meters.lcp = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) meters.shift += entry.value; });
watch("longtask", (entry) => meters.tasks.push([entry.startTime, entry.duration]));
watch("event", (entry) => { if (entry.name === "keydown") meters.keys.push(entry.duration); },
  { durationThreshold: 16 });
(function look() {
  const field = document.querySelector("[data-slot=composer] textarea");
  if (field && !field.disabled) meters.usable = performance.now();
  else requestAnimationFrame(look);
})();
self.countFrames = () => {
  meters.frames = [];
  meters.tasks = [];
  let before = performance.now();
  let on = true;
  requestAnimationFrame(function frame(now) {
    if (now > before) meters.frames.push(now - before);
    before = now;
    if (on) requestAnimationFrame(frame);
  });
  return () => { on = false; };
};
"""

ASKED_BEFORE_USABLE = """performance.getEntriesByType("resource")
  .filter(({ name, startTime }) => /\\.js$/.test(name) && startTime < meters.usable)
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""


@dataclass
class Phone:
    """One tab of the phone, with what its network carried and what its page noted."""

    page: Page
    session: Any
    scripts: dict[str, float] = field(default_factory=dict[str, float])
    documents: list[str] = field(default_factory=list[str])
    # What is left of each of Firestore's streams: the beginning of a document.
    streams: dict[str, str] = field(default_factory=dict[str, str])

    def meters(self) -> dict[str, Any]:
        return self.page.evaluate("meters")

    def script_kb(self) -> float:
        """Kilobytes of JavaScript, compressed and without headers, that have come so far."""
        return sum(self.scripts.values()) / 1024

    def usable_script_kb(self) -> float:
        """The same, of all scripts that were asked for before one could write."""
        return self.page.evaluate(ASKED_BEFORE_USABLE) / 1024

    def blocking_ms(self) -> float:
        """What long tasks took beyond 50 ms, since the page was opened."""
        return sum(max(0.0, duration - 50) for _, duration in self.meters()["tasks"])

    def task_seconds(self) -> float:
        """Seconds that the page's thread has worked."""
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in metrics if m["name"] == "TaskDuration")

    def read(self, kind: str) -> int:
        """Documents of a collection that Firestore has sent, each sending counted."""
        return sum(1 for name in self.documents if re.search(f"/{kind}/[^/]+$", name))

    def forget_assets(self) -> None:
        """As at a first visit: no cached file and no worker, but still signed in."""
        self.session.send("Network.clearBrowserCache")
        origin = self.page.evaluate("location.origin")
        kinds = "service_workers,cache_storage"
        clear = {"origin": origin, "storageTypes": kinds}
        self.session.send("Storage.clearDataForOrigin", clear)


def slow_phone(browser: Browser, context: BrowserContext | None = None) -> Phone:
    """A new tab, of a new phone unless there is one."""
    context = context or browser.new_context(**PIXEL)
    page = context.new_page()
    page.add_init_script(METERS)
    session: Any = context.new_cdp_session(page)
    phone = Phone(page, session)
    session.send("Network.enable")
    session.send("Performance.enable")
    for event, listener in _listeners(phone).items():
        session.on(event, listener)
    slow(phone, True)
    return phone


def slow(phone: Phone, on: bool) -> None:
    """Make the phone slow, or let it be as fast as the machine."""
    fast = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    phone.session.send("Network.emulateNetworkConditions", SLOW_4G if on else fast)
    phone.session.send("Emulation.setCPUThrottlingRate", {"rate": CPU if on else 1})


def _listeners(phone: Phone) -> dict[str, Callable[[dict[str, Any]], None]]:
    scripts: set[str] = set()

    def responded(event: dict[str, Any]) -> None:
        request, url = event["requestId"], event["response"]["url"]
        if event["type"] == "Script":
            scripts.add(request)
        elif "/Listen/channel" in url:
            phone.streams[request] = ""
            which = {"requestId": request}
            try:
                stream = phone.session.send("Network.streamResourceContent", which)
            except Error:
                # It has ended already.
                return
            _read(phone, request, stream["bufferedData"])

    def received(event: dict[str, Any]) -> None:
        request = event["requestId"]
        if request in scripts:
            known = phone.scripts.get(request, 0.0)
            phone.scripts[request] = known + event["encodedDataLength"]
        if request in phone.streams and "data" in event:
            _read(phone, request, event["data"])

    return {
        "Network.responseReceived": responded,
        "Network.dataReceived": received,
    }


CHANGE = re.compile(r'"documentChange":\s*{\s*"document":\s*{\s*"name":\s*"([^"]+)"')


def _read(phone: Phone, request: str, data: str) -> None:
    """Note the documents in what a stream has brought; a half one waits for its rest."""
    text = phone.streams[request] + base64.b64decode(data).decode(errors="replace")
    end = 0
    for match in CHANGE.finditer(text):
        phone.documents.append(match[1])
        end = match.end()
    phone.streams[request] = text[max(end, len(text) - 400) :]
