"""Find, start and end Chromium, and speak with one page in it.

The page's files are handed over inside the browser's own pipe on a made-up origin, so nothing listens on a
network socket and nothing can be fetched from one. Playwright's calls all run in one thread of their own:
Ctrl-C then always reaches the caller, and a notebook's event loop is left alone.
"""

from __future__ import annotations

import inspect
import mimetypes
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from viz.errors import ToolMissing, VizError
from viz.film.chromium import CHROMIUM_ENV, RENDERER_ENV, TRIALS, Trial, find_chromium, how_to_draw, import_playwright
from viz.film.temporary import NAMES_LENGTH, OwnFolder, remedy, temporary_folder, unusable

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright, Route

T = TypeVar("T")

ORIGIN = "https://voskhod2.invalid/"
"""Never resolved. It is https because WebCodecs is given to secure origins only."""

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
_LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107
_SOCKET = "/.org.chromium.Chromium.123456/SingletonSocket"
"""What Chromium adds to the folder for temporary files, for a socket whose path the system limits."""
_LITTLE_ROOM = 64_000_000
"""Bytes; with less in the folder for temporary files Chromium ends in the oddest ways: its pictures lie there too."""
_BY_OTHERS = re.compile(r"signal=SIG(KILL|TERM|HUP|INT)\b")
"""In Playwright's report of a browser that did not start, where somebody ended it."""
_PROBE = """() => {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  return gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
}"""
_BLANK = b"<!doctype html><title>trial</title>"

_TYPES = {".js": "text/javascript", ".woff2": "font/woff2"}
"""Windows may have others for these, with which no browser takes a module."""


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
        self._own: OwnFolder | None = None
        self._roomy = ""
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
            self._remove_own()

    def _start(self, api: Any, chromium: Path) -> None:
        self._roomy = _roomy_folder()
        try:
            self._playwright = api.sync_playwright().start()
        except Exception as problem:  # Playwright's own have no class in common
            said = _first_line(str(problem))
            if any(mark in said for mark in _LOST):
                raise BrowserLostError(f"playwright ended while it was started: {said} - try again") from problem
            raise ToolMissing(f"playwright does not start ({said}) - install voskhod2-viz[record] again") from problem
        wanted = self._wanted or os.environ.get(RENDERER_ENV)
        trials = [trial for trial in TRIALS if wanted in (None, "", trial.name)]
        answers = [f"{trial.name}: {self._try(chromium, trial)}" for trial in self._until_drawn(trials)]
        if self._page is None:
            self._refuse_for_room()
            told = "; ".join(answers) or f"{RENDERER_ENV}={wanted} is none of {', '.join(t.name for t in TRIALS)}"
            if self._wanted is not None:  # it has drawn before
                raise BrowserLostError(f"{chromium} does not start again ({told}) - try again")
            raise ToolMissing(
                f"{chromium} gives no WebGL 2 ({told}) - {how_to_draw(sys.platform)}, "
                f"or name another browser in {CHROMIUM_ENV}"
            )

    def _refuse_for_room(self) -> None:
        """VizError when the folder for temporary files has so little room that this explains whatever went wrong."""
        with suppress(OSError):
            free = shutil.disk_usage(self._roomy).free
            if free < _LITTLE_ROOM:
                raise VizError(
                    f"Chromium ended by itself: {self._roomy}, for temporary files, has only {free / 1e6:.1f} MB left "
                    f"- {remedy()}"
                )

    def _until_drawn(self, trials: list[Trial]) -> Iterator[Trial]:
        for trial in trials:
            if self._page is None:
                yield trial

    def _try(self, chromium: Path, trial: Trial) -> str:
        """Start Chromium one way; keep it if it can draw, else end it and return why not."""
        try:
            renderer = self._launch(chromium, trial)
        except VizError:
            raise
        except Exception as problem:
            self._end_context()
            said = str(problem)
            if isinstance(problem, OSError):
                raise unusable(self._roomy, problem) from problem
            if _ended_by_others(said):
                raise BrowserLostError(
                    f"the browser ended while it was started: {_first_line(said)} - try again"
                ) from problem
            return _reason(said)
        if renderer is None or (trial.name != "swiftshader" and "swiftshader" in renderer.lower()):
            self._end_context()
            return renderer or "no WebGL 2"
        self.renderer = renderer
        self.trial = trial.name
        return renderer

    def _launch(self, chromium: Path, trial: Trial) -> str | None:
        assert self._playwright is not None
        # Whatever browser and driver leave behind when they are killed lies in a folder that is surely ours.
        self._own = OwnFolder("browser", self._roomy)
        own = str(self._own.path)
        launch = self._playwright.chromium.launch_persistent_context
        known = inspect.signature(launch).parameters
        places: dict[str, Any] = (
            {"artifacts_dir": str(self._own.path / "artifacts")} if "artifacts_dir" in known else {}
        )
        temporary = dict.fromkeys(("TMPDIR", "MAC_CHROMIUM_TMPDIR", "TEMP", "TMP"), own)
        self._context = launch(
            str(self._own.path / "profile"),
            executable_path=str(chromium),
            headless=True,
            args=[*_FLAGS, *trial.flags],
            env={**os.environ, **temporary, **trial.environment},
            handle_sigint=False,
            viewport={"width": 320, "height": 180},
            **places,
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
                if sys.platform == "win32":
                    self._process = None  # its number may soon be another's
            self._context = None
        self._kill()
        self._remove_own()

    def _stop(self) -> None:
        self._end_context()
        if self._playwright is not None:
            playwright, self._playwright = self._playwright, None
            playwright.stop()

    def _kill(self) -> None:
        """End the browser's own process group, should it still be there."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if sys.platform == "win32":
                os.kill(process, signal.SIGTERM)
            elif os.getpgid(process) == process:  # its own group: never ours
                os.killpg(process, signal.SIGKILL)

    def _remove_own(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            own.close()

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
        with self._telling("while taking a screenshot"):
            picture: bytes = self._page.screenshot()
        return picture

    def _goto(self, path: str) -> None:
        assert self._page is not None
        with self._telling(f"while opening {path}"):
            self._page.goto(ORIGIN + path)

    def _evaluate(self, function: str, argument: object) -> Any:
        assert self._page is not None
        with self._telling("while drawing"):
            return self._page.evaluate(f"argument => {function}(argument)", argument)

    @contextmanager
    def _telling(self, doing: str) -> Iterator[None]:
        """Turn whatever Playwright raises into an error of ours; Playwright's own have no class in common."""
        try:
            yield
        except VizError:
            raise
        except Exception as problem:
            said = str(problem)
            told = f"the page stopped {doing}: {'; '.join([_first_line(said), *self._errors[-3:]])}"
            if not any(mark in said for mark in _LOST):
                raise VizError(told) from problem
            self._refuse_for_room()
            raise BrowserLostError(
                f"{told} - close other programs, or try a smaller size, and see `voskhod2 doctor`"
            ) from problem

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
        kind = _TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
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


def _roomy_folder() -> str:
    """Return the folder for temporary files, or /tmp where its name is too long for Chromium's socket in ours.

    VizError when there is neither.
    """
    usual = temporary_folder()
    if sys.platform == "win32" or len(usual) + 1 + NAMES_LENGTH + len(_SOCKET) <= _LONGEST_SOCKET:
        return usual
    if os.access("/tmp", os.W_OK):
        return "/tmp"
    raise VizError(f"{usual}, for temporary files, has too long a name for Chromium - {remedy()}")


def _ended_by_others(said: str) -> bool:
    """Say of a failed start whether somebody ended the browser; one that ended by itself would do it again."""
    if "signal=" in said:
        return _BY_OTHERS.search(said) is not None
    return "exitCode=" not in said and any(mark in said for mark in _LOST)


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
