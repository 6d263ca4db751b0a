"""Find, start and end Chromium, and speak with one page in it.

The page's files are handed over inside the browser's own pipe on a made-up origin, so nothing listens on a
network socket and nothing can be fetched from one. Playwright's calls all run in one thread of their own:
Ctrl-C then always reaches the caller, and a notebook's event loop is left alone.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from viz.errors import ToolMissing, VizError
from viz.film.temporary import OwnFolder

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright, Route

T = TypeVar("T")

ORIGIN = "https://voskhod2.invalid/"
"""Never resolved. It is https because WebCodecs is given to secure origins only."""

CHROMIUM_ENV = "VOSKHOD2_CHROMIUM"
RENDERER_ENV = "VOSKHOD2_GL"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-color-profile=srgb",
)
_OPENING_S = 120
_LONGEST_TEMPORARY = 40
"""A Unix socket's path has at most 107 characters, and Chromium adds folders of its own."""
_PROBE = """() => {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  return gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
}"""
_BLANK = b"<!doctype html><title>trial</title>"

mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to get WebGL from Chromium."""

    name: str
    flags: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


_EGL = ("--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist")
TRIALS = (
    Trial("system", _EGL if sys.platform.startswith("linux") else ("--ignore-gpu-blocklist",)),
    Trial("llvmpipe", _EGL, {"LIBGL_ALWAYS_SOFTWARE": "1"}),
    Trial("swiftshader", ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")),
)
"""In the order of their speed: the system's own driver, which is the GPU's where there is one and Mesa's llvmpipe
otherwise; llvmpipe by name; Chromium's SwiftShader."""


def find_chromium() -> Path:
    """Return the Chromium to use; ToolMissing with the remedy when there is none."""
    named = os.environ.get(CHROMIUM_ENV)
    if named:
        found = shutil.which(named)
        if found is None:
            raise ToolMissing(
                f"{CHROMIUM_ENV} names {named}, which is not a program - "
                "correct it, or unset it to use the Chromium on PATH"
            )
        return Path(found)
    for name in (*_NAMES, *_PLACES):
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    raise ToolMissing(
        "no Chromium was found on PATH - install chromium or google-chrome with the system's package manager, "
        f"or name it in {CHROMIUM_ENV}"
    )


def import_playwright() -> Any:
    """Return playwright's module; ToolMissing when the extra ``record`` is not installed."""
    try:
        from playwright import sync_api
    except ImportError as problem:
        raise ToolMissing("recording needs the Python package playwright - install voskhod2-viz[record]") from problem
    return sync_api


class BrowserLostError(VizError):
    """The browser or its page has ended by itself; a new one may do what this one was asked."""


_LOST = (
    "has been closed",
    "Target closed",
    "crashed",
    "Connection closed",
    "WebGL context was lost",
    "GPU ran out of memory",
    "video encoder failed",
)
"""Of what the page or Playwright says when a new browser may do better."""


class Tab:
    """One page in a browser of our own; call from any thread, one at a time."""

    def __init__(self, files: Mapping[str, bytes | Path], trial: str | None = None) -> None:
        self.renderer = ""
        self.trial = ""
        self.version = ""
        self._wanted = trial
        self._files = {**files, "trial.html": _BLANK}
        self._errors: list[str] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="film-browser")
        self._playwright: Playwright | None = None
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._profile: OwnFolder | None = None
        self._process: int | None = None

    # ---- life

    def start(self) -> None:
        """Start the first Chromium whose WebGL 2 works; ToolMissing when none does."""
        api = import_playwright()
        chromium = find_chromium()
        self._wait(self._submit(lambda: self._start(api, chromium)), _OPENING_S, "starting Chromium")

    def close(self) -> None:
        """End the browser and remove its profile, whatever state it is in."""
        ended = self._submit(self._stop)
        try:
            with suppress(TooLong):
                ended.result(timeout=10)
            self._kill()  # a page that hangs gives up with its browser, and then the driver can be stopped
            ended.result(timeout=10)
        except Exception:  # the driver may be gone or interrupted: what follows needs it no more
            pass
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._kill()
            self._remove_profile()

    def _start(self, api: Any, chromium: Path) -> None:
        try:
            self._playwright = api.sync_playwright().start()
        except (api.Error, OSError) as problem:
            raise ToolMissing(
                f"playwright does not start ({_first_line(str(problem))}) - install voskhod2-viz[record] again"
            ) from problem
        wanted = os.environ.get(RENDERER_ENV)
        trials = [trial for trial in TRIALS if wanted in (None, "", trial.name)]
        answers = [f"{trial.name}: {self._try(api, chromium, trial)}" for trial in self._until_drawn(trials)]
        if self._page is None:
            told = "; ".join(answers) or f"{RENDERER_ENV}={wanted} is none of {', '.join(t.name for t in TRIALS)}"
            raise ToolMissing(
                f"{chromium} gives no WebGL 2 ({told}) - install the system's Mesa (libegl1, libgl1-mesa-dri), "
                f"or name another browser in {CHROMIUM_ENV}"
            )

    def _until_drawn(self, trials: list[Trial]) -> Iterator[Trial]:
        for trial in trials:
            if self._page is None:
                yield trial

    def _try(self, api: Any, chromium: Path, trial: Trial) -> str:
        """Start Chromium one way; keep it if it can draw, else end it and return why not."""
        try:
            renderer = self._launch(chromium, trial)
        except api.Error as problem:
            self._end_context()
            return _reason(str(problem))
        if renderer is None or (trial.name != "swiftshader" and "swiftshader" in renderer.lower()):
            self._end_context()
            return renderer or "no WebGL 2"
        self.renderer = renderer
        self.trial = trial.name
        return renderer

    def _launch(self, chromium: Path, trial: Trial) -> str | None:
        assert self._playwright is not None
        roomy = _temporary_folder()
        self._profile = OwnFolder("browser", roomy)
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self._profile.path),
            executable_path=str(chromium),
            headless=True,
            args=[*_FLAGS, *trial.flags],
            env={**os.environ, "TMPDIR": roomy, **trial.environment},
            handle_sigint=False,
            viewport={"width": 320, "height": 180},
        )
        browser = self._context.browser
        if browser is not None:
            self.version = browser.version
            self._process = _browser_process(browser)
        self._context.route("**/*", self._serve)
        page = self._context.pages[0] if self._context.pages else self._context.new_page()
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("console", lambda message: self._errors.append(message.text) if message.type == "error" else None)
        page.goto(ORIGIN + "trial.html")
        renderer: str | None = page.evaluate(_PROBE)
        self._page = page
        return renderer

    def _end_context(self) -> None:
        self._page = None
        if self._context is not None:
            with suppress(Exception):
                self._context.close()
            self._context = None
        self._kill()
        self._remove_profile()

    def _stop(self) -> None:
        self._end_context()
        if self._playwright is not None:
            playwright, self._playwright = self._playwright, None
            playwright.stop()

    def _kill(self) -> None:
        """End the browser's own process group, should it still be there."""
        process, self._process = self._process, None
        if process is None or not hasattr(os, "killpg"):
            return
        with suppress(ProcessLookupError, PermissionError):
            group = os.getpgid(process)
            if group == process:  # its own group: never ours
                os.killpg(group, signal.SIGKILL)

    def _remove_profile(self) -> None:
        profile, self._profile = self._profile, None
        if profile is not None:
            profile.close()

    # ---- speech

    def open(self, path: str) -> None:
        """Go to one of the served pages."""
        self._wait(self._submit(lambda: self._goto(path)), _OPENING_S, f"opening {path}")

    def call(self, function: str, argument: object = None, *, within_s: float) -> Any:
        """Call a function of the page, await it, and return what it returns as JSON.

        VizError with the page's own words when it throws, or when it has not answered in time.
        """
        return self.wait(self.begin(function, argument), within_s=within_s)

    def begin(self, function: str, argument: object = None) -> Future[Any]:
        """Start a call and return at once."""
        return self._submit(lambda: self._evaluate(function, argument))

    def wait(self, answer: Future[T], *, within_s: float) -> T:
        """Return the answer of a call begun before."""
        return self._wait(answer, within_s, "drawing")

    def tidy(self) -> None:
        """Have the page drop what it needs no more: left to itself it gathers hundreds of megabytes in a long film."""
        self._wait(self._submit(self._collect), _OPENING_S, "tidying up")

    def _collect(self) -> None:
        assert self._context is not None
        assert self._page is not None
        with suppress(Exception):  # should the browser be lost, the next frame will say so
            session = self._context.new_cdp_session(self._page)
            session.send("HeapProfiler.collectGarbage")
            session.detach()

    def screenshot(self) -> bytes:
        """Return the page as a browser's own screenshot, PNG; for comparison only, films do without."""
        return self._wait(self._submit(self._screenshot), _OPENING_S, "taking a screenshot")

    def _screenshot(self) -> bytes:
        assert self._page is not None
        picture: bytes = self._page.screenshot()
        return picture

    def _goto(self, path: str) -> None:
        assert self._page is not None
        self._page.goto(ORIGIN + path)

    def _evaluate(self, function: str, argument: object) -> Any:
        assert self._page is not None
        try:
            return self._page.evaluate(f"argument => {function}(argument)", argument)
        except Exception as problem:
            said = str(problem)
            told = "; ".join([_first_line(said), *self._errors[-3:]])
            kind = BrowserLostError if any(mark in said for mark in _LOST) else VizError
            raise kind(f"the page stopped while drawing: {told}") from problem

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        return self._thread.submit(work)

    def _wait(self, answer: Future[T], within_s: float, doing: str) -> T:
        try:
            return answer.result(timeout=within_s)
        except TooLong:
            told = f" ({'; '.join(self._errors[-3:])})" if self._errors else ""
            raise VizError(
                f"Chromium gave no answer within {within_s:.0f} s while {doing}{told} - "
                "try a smaller size, or run `voskhod2 doctor`"
            ) from None

    def _serve(self, route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path).lstrip("/")
        inside = route.request.url.startswith(ORIGIN)
        content = self._files.get(path) if inside else None
        if content is None:
            self._errors.append(f"the page asked for {route.request.url}, which is not there")
            route.fulfill(status=404, body="")
            return
        body = content if isinstance(content, bytes) else content.read_bytes()
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(status=200, content_type=kind, body=body)


@contextmanager
def open_tab(files: Mapping[str, bytes | Path]) -> Iterator[Tab]:
    """Give a started page, and end browser and profile with the block, however it ends."""
    tab = Tab(files)
    try:
        tab.start()
        yield tab
    finally:
        tab.close()


def _temporary_folder() -> str:
    """Return the temporary folder, or /tmp where its name is too long for the socket Chromium keeps there."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > _LONGEST_TEMPORARY and os.access("/tmp", os.W_OK) else usual


def _browser_process(browser: Any) -> int | None:
    session = browser.new_browser_cdp_session()
    try:
        listed = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return next((int(entry["id"]) for entry in listed if entry["type"] == "browser"), None)
    finally:
        session.detach()


def _reason(text: str) -> str:
    """Return the browser's own last complaint out of the long report of a failed start."""
    complaints = [line.strip() for line in text.splitlines() if "ERROR:" in line or "FATAL:" in line]
    return complaints[-1].split("] ", 1)[-1][:200] if complaints else _first_line(text)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "unknown error")
