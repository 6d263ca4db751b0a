"""The page in Debian's Firefox, driven over WebDriver BiDi: the browser's own socket, no driver program beside it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from player_fakes import TITLES
from player_house import served

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
XVFB = shutil.which("Xvfb")
PREFERENCES = {
    "remote.active-protocols": 1,
    "webgl.force-enabled": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "extensions.update.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "ui.prefersReducedMotion": 1,
}
KEYS = {"Space": " ", "PageDown": "\ue00f", "PageUp": "\ue00e", "Home": "\ue011", "ArrowRight": "\ue014"}
EXIT_S = 5691.0
LANGUAGES = ("en", "ru", "hi")
WEBGL2 = "Boolean(document.createElement('canvas').getContext('webgl2'))"


class Firefox:
    """One browser window and the few words needed to drive it."""

    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._folder = folder
        self._stack = contextlib.AsyncExitStack()
        self._number = 0
        self._run(self._start(), 60.0)

    def _run(self, deed: Any, within_s: float = 30.0) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(deed, within_s))

    async def _start(self) -> None:
        profile = self._folder / "profile"
        profile.mkdir()
        lines = [f'user_pref("{key}", {str(value).lower()});' for key, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        environment = {**os.environ, "HOME": str(self._folder), "LIBGL_ALWAYS_SOFTWARE": "1"}
        command = [
            str(FIREFOX),
            "--no-remote",
            "--remote-debugging-port",
            "0",
            "--profile",
            str(profile),
            "about:blank",
        ]
        if XVFB is None:
            command.insert(1, "--headless")
        else:
            screen = await self._spawn(XVFB, "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
            # Where other screens are open it complains of each number that is taken, and then gives its own.
            while not (number := (await self._line(screen)).strip()).isdecimal():
                assert number, "Xvfb ended before it gave a screen"
            environment["DISPLAY"] = f":{number}"
        self._browser = await self._spawn(*command, env=environment)
        told = []
        while "BiDi listening on " not in (line := await self._line(self._browser)):
            assert line, f"Firefox ended before it listened: {''.join(told)}"
            told.append(line)
        self._drain = self._loop.create_task(self._browser.stdout.read())  # type: ignore[union-attr]
        client = await self._stack.enter_async_context(aiohttp.ClientSession())
        self._socket = await self._stack.enter_async_context(
            client.ws_connect(line.split()[-1] + "/session", max_msg_size=0)
        )
        await self._ask("session.new", capabilities={})
        self._context = (await self._ask("browsingContext.getTree"))["contexts"][0]["context"]
        await self._ask("browsingContext.setViewport", context=self._context, viewport={"width": 1024, "height": 576})

    async def _spawn(self, *command: str, env: dict[str, str] | None = None) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *command, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        self._stack.push_async_callback(self._end, process)
        return process

    @staticmethod
    async def _end(process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 10.0)
        if process.returncode is None:
            process.kill()
            await process.wait()

    @staticmethod
    async def _line(process: asyncio.subprocess.Process) -> str:
        assert process.stdout is not None
        return (await process.stdout.readline()).decode(errors="replace")

    async def _ask(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]

    async def _look(self, expression: str) -> Any:
        answer = await self._ask(
            "script.evaluate", expression=expression, target={"context": self._context}, awaitPromise=True
        )
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def open(self, address: str) -> None:
        self._run(self._ask("browsingContext.navigate", context=self._context, url=address, wait="interactive"))

    def look(self, expression: str) -> Any:
        """Return what a JavaScript expression says."""
        return self._run(self._look(expression))

    def wait(self, condition: str, within_s: float = 30.0) -> None:
        """Return as soon as a JavaScript condition holds, asked anew before every refresh of the screen."""
        waiting = f"""new Promise((resolve) => {{
          const look = () => ({condition}) ? resolve(true) : requestAnimationFrame(look);
          look();
        }})"""
        self._run(self._look(waiting), within_s)

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        strokes = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._run(self._ask("input.performActions", context=self._context, actions=actions))

    def picture(self) -> bytes:
        shot = self._run(self._ask("browsingContext.captureScreenshot", context=self._context))
        return base64.b64decode(shot["data"])

    def close(self) -> None:
        self._run(self._stack.aclose())
        self._run(self._drain)
        self._loop.close()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if FIREFOX is None:
        reason = "needs Firefox (Debian: apt install firefox-esr)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    browser = Firefox(tmp_path_factory.mktemp("firefox"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def page(firefox: Firefox, address: str) -> Firefox:
    firefox.open("about:blank")
    firefox.open(f"{address}#at=eva.exit&camera=auto&lang=en")
    firefox.wait(f"document.querySelector('html[data-met=\"{EXIT_S:g}\"][lang=en] body:not(.loading)')")
    return firefox


def met_is(page: Firefox, met_s: float) -> None:
    page.wait(f"document.documentElement.dataset.met === '{met_s:g}'")


def test_the_page_opens_and_draws(page: Firefox) -> None:
    assert page.look("document.documentElement.dataset.scene") == "fake"
    assert page.look("document.title") == "Voskhod 2"
    page.wait("window.fakeStage.last.met_s === 5691 && window.fakeStage.drawn > 0")
    assert page.look("document.getElementById('notice').hidden") is True


def test_keys_move_in_time(page: Firefox) -> None:
    for key, met_s in [("PageDown", 6150.0), ("PageUp", EXIT_S), ("l", 5701.0), ("Home", 0.0), ("2", 5400.0)]:
        page.press(key)
        met_is(page, met_s)


def test_space_plays_and_pauses(page: Firefox) -> None:
    page.press("Space")
    page.wait("document.body.classList.contains('playing') && Number(document.documentElement.dataset.met) > 5691")
    page.press("Space")
    page.wait("!document.body.classList.contains('playing')")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_changes_everything(page: Firefox, language: str) -> None:
    page.look(f"document.querySelector('[data-language={language}]').click()")
    title = TITLES["phase"]["spacewalk.outside"][LANGUAGES.index(language)]
    page.wait(f"document.getElementById('phase-title').textContent === '{title}'")
    assert page.look("document.documentElement.lang") == language
    assert page.look("document.documentElement.scrollWidth <= 1024") is True
    page.wait("document.fonts.status === 'loaded'")
    assert "page." not in page.look("document.body.innerText")


def test_the_list_and_the_help_open(page: Firefox) -> None:
    page.press("e")
    page.wait("!document.getElementById('drawer').hidden")
    page.press("\ue00c")
    page.wait("document.getElementById('drawer').hidden")
    page.press("?")
    page.wait("document.getElementById('help-box').open")
    page.press("\ue00c")
    page.wait("!document.getElementById('help-box').open")


def test_the_address_keeps_the_moment_over_a_reload(page: Firefox) -> None:
    page.press("PageDown")
    met_is(page, 6150.0)
    page.wait("location.hash === '#at=eva.suit_stiff&camera=auto&lang=en&mission=fake'")
    page.look("location.reload()")
    page.wait("document.querySelector('html[data-met=\"6150\"] body:not(.loading)')")


def test_the_policy_holds(page: Firefox) -> None:
    refused = """new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
      const script = document.createElement("script");
      script.textContent = "window.intruder = true";
      document.head.append(script);
    })"""
    assert page.look(refused).startswith("script-src")
    assert page.look("window.intruder === undefined") is True


def drawn(firefox: Firefox, show: Any, met_s: float) -> Any:
    """Return what Firefox shows of a real show at an instant, grey."""
    image = pytest.importorskip("PIL.Image")
    firefox.open("about:blank")
    if not firefox.look(WEBGL2):
        pytest.skip("this Firefox has no WebGL 2: without a screen it needs Xvfb (Debian: apt install xvfb)")
    from viz.player.playback import open_player

    with served(show, player=open_player(show.programme, met_s=met_s)) as address:
        firefox.open(address)
        firefox.wait("document.querySelector('html[data-frame] body:not(.loading)')", 120.0)
        picture = image.open(io.BytesIO(firefox.picture())).convert("L")
        firefox.open("about:blank")
    return picture


def test_the_real_flight_is_drawn(firefox: Firefox) -> None:
    from viz.player.show import open_show

    show = open_show("voskhod2")
    darkest, brightest = drawn(firefox, show, show.when("eva.exit+60s")).crop((0, 140, 1024, 330)).getextrema()
    assert brightest - darkest > 60, "the window shows one flat colour"


def test_two_real_flights_are_drawn_side_by_side(firefox: Firefox) -> None:
    from viz.player.pairshow import open_pair
    from viz.story.pair import Compared

    picture = drawn(firefox, open_pair(Compared("voskhod2", "gemini4")), 95.0)
    for left, right in ((10, 500), (524, 1014)):
        darkest, brightest = picture.crop((left, 170, right, 330)).getextrema()
        assert brightest - darkest > 60, "a pane shows one flat colour"
