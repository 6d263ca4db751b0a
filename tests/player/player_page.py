"""What every test of the page in a real browser begins with: an opened page, and ways to wait for what it shows."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from player_fakes import BRIDGE, FakeShow

from viz.player.narration import narration_files, narration_table
from viz.player.programme import Programme
from viz.player.session import Shown, Wish
from viz.player.show import RealShow
from viz.story.compose import compose
from viz.story.panel import Supposed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EXIT_S = 5691.0
LANGUAGES = ("en", "ru", "hi")
AT_REST: tuple[dict[str, object], ...] = (
    {"do": "play", "playing": False}, {"do": "suppose_nothing"}, {"do": "black", "shown": False},
    {"do": "stops", "shown": False}, {"do": "rate", "rate": 1}, {"do": "no_loop"}, {"do": "reset_view"},
)  # fmt: skip
"""Messages after which a show that several tests share stands as at its start."""

TELL = """messages => new Promise((resolve) => {
    const address = new URL("socket", location.href);
    address.protocol = "ws:"; address.hash = "";
    const socket = new WebSocket(address);
    socket.onmessage = () => {
        socket.onmessage = null;
        for (const message of messages) socket.send(JSON.stringify(message));
        socket.close();
    };
    socket.onclose = resolve;
})"""


@dataclass(frozen=True, repr=False)
class PaperShow:
    """The real show without its stage: everything but the picture."""

    real: RealShow

    @property
    def programme(self) -> Programme:
        return self.real.programme

    @property
    def timeline(self) -> Mapping[str, object]:
        return self.real.timeline

    def is_built(self, supposed: tuple[Supposed, ...]) -> bool:
        return self.real.is_built(supposed)

    def build(self, supposed: tuple[Supposed, ...]) -> None:
        self.real.build(supposed)

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        return self.real.programme_of(supposed)

    def when(self, text: str) -> float:
        return self.real.when(text)

    def shown(self, wish: Wish) -> Shown:
        flight = self.real.shelf.flight(wish.supposed)
        picture = compose(flight, self.real.production.script, wish.met_s, wish.look)
        numbers = self.real.numbers(flight, picture.state, wish)
        return Shown(json.dumps({"met_s": wish.met_s, "yaw_deg": 0.0}), asdict(picture.words), numbers)

    def scene_files(self) -> Mapping[str, bytes | Path]:
        return {"bridge.js": BRIDGE.encode(), **self.real.narration}


class SpokenShow(FakeShow):
    """The fake flight with a lecturer's voice: two minutes of quiet for the phase outside, in English."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        path = folder / "narration/en/spacewalk.outside.wav"
        path.parent.mkdir(parents=True)
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(1)
            sound.setframerate(4000)
            sound.writeframes(bytes([128]) * 4000 * 120)
        self.files = narration_files(self.mission, folder)

    @property
    def timeline(self) -> Mapping[str, object]:
        return {**super().timeline, "narration": narration_table(self.files)}

    def scene_files(self) -> Mapping[str, bytes | Path]:
        return {**super().scene_files(), **self.files}


@contextmanager
def fresh_profile(browser: Browser, **wishes: Any) -> Iterator[BrowserContext]:
    """A browser profile of its own; its pages may not complain once."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, "reduced_motion": "reduce", **wishes})
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert complaints == []


def opened(context: BrowserContext, address: str, link: str) -> Page:
    """Open a page and wait until it answers, in the language that its link asks for.

    The first frame comes before the link has been heard. A link of another mission is not followed, but told.
    """
    page = context.new_page()
    page.goto(f"{address}#{link}")
    ready(page)
    asked = parse_qs(link)
    if "mission" not in asked and asked.get("lang", [""])[0] in LANGUAGES:
        page.wait_for_selector(f"html[lang={asked['lang'][0]}]", state="attached")
    return page


def ready(page: Page) -> None:
    """Wait until the page has drawn its first frame: only then do its keys answer."""
    page.wait_for_selector("html[data-scene][data-frame] body:not(.loading)", state="attached")


def tell(context: BrowserContext, address: str, *messages: Mapping[str, object]) -> None:
    """Ask the program over a socket of its own, as a page does."""
    page = next(iter(context.pages), None) or opened(context, address, "")
    page.evaluate(TELL, list(messages))


def met_s(page: Page) -> float:
    """Return the instant the page shows, seconds after lift-off."""
    return float(page.locator("html").get_attribute("data-met") or "nan")


def wait_met(page: Page, expected_s: float) -> None:
    """Wait until the page shows that instant."""
    page.wait_for_selector(f'html[data-met="{expected_s:g}"]', state="attached")
