"""Somebody at a real browser with the page open, and a few words for what they do and see."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Download, Locator, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).parents[2]
PATIENCE = 30_000  # milliseconds


@dataclass
class Desk:
    """A browser window of its own. Whatever it asks of another origin is refused and remembered in `strayed`."""

    browser: Browser
    origin: str
    width: int = 1440
    height: int = 900
    locale: str = "en-US"
    scheme: str = "light"
    also: tuple[str, ...] = ()  # other origins that it may ask: who signs people in
    left: str = ""  # the run that was on view when another was asked for
    strayed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": self.height},
            locale=self.locale,
            color_scheme="dark" if self.scheme == "dark" else "light",
            reduced_motion="reduce",
            ignore_https_errors=self.origin.startswith("https"),  # a certificate that a test has made
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.route("**/*", self._guard)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("websocket", lambda socket: self._own(socket.url.replace("ws", "http", 1)))
        self.page.on("dialog", lambda dialog: (self.broken.append(dialog.message), dialog.dismiss()))

    def _own(self, url: str) -> bool:
        own = url.startswith((self.origin + "/", "data:", "blob:", *self.also))
        if not own:
            self.strayed.append(url)
        return own

    def _guard(self, route: Route) -> None:
        if self._own(route.request.url):
            route.continue_()
        else:
            route.abort()

    # --- what they do

    def open(self, address: str = "/") -> "Desk":
        self.page.goto(self.origin + address)
        self.page.locator(".zy-foot").wait_for()
        # Until the browser has told what it keeps, the page is drawn once more under the visitor's hands.
        self.page.locator("html[data-kept]").wait_for(state="attached")
        return self

    def paste(self, text: str) -> "Desk":
        expect(self.box).to_have_count(1, timeout=PATIENCE)  # two for a moment, while one input takes another's place
        self.box.fill(text)
        return self

    def run(self) -> "Desk":
        self.left = self.run_id
        self.page.locator(".st-key-start button").click()
        return self

    def example(self, name: str) -> "Desk":
        self.page.locator(f".st-key-example_{name} button").click()
        return self

    def upload(self, *files: tuple[str, bytes]) -> "Desk":
        """Choose files, and wait until the page has looked into them."""
        payloads = [{"name": name, "mimeType": "", "buffer": content} for name, content in files]
        self.page.locator("input[type=file]").set_input_files(payloads)
        self.page.locator(".st-key-source, .st-key-unreadable, .st-key-list").first.wait_for()
        return self

    def models(self) -> "Desk":
        """Open the choice of models."""
        self.page.locator(".st-key-models button").click()
        self.page.get_by_test_id("stPopoverBody").wait_for()
        return self

    def pick(self, label: str, model: str) -> "Desk":
        """Choose a model; `model` is how its line begins."""
        self.choice(label).click()
        self.page.get_by_role("option").filter(has_text=re.compile("^" + re.escape(model))).click()
        return self

    def finished(self) -> "Desk":
        """Wait until the run on view is over."""
        left, self.left = self.left, ""
        self.page.wait_for_function("left => !left || !location.href.includes(left)", arg=left)
        self.page.locator(".st-key-download button").wait_for()
        self.rows.first.wait_for()
        # The address changes before what stands on the page does.
        expect(self.page.locator(".reader")).to_have_attribute("data-run", self.run_id, timeout=PATIENCE)
        return self

    def aided(self) -> "Desk":
        """Wait for the run on view and for the reading aids, which come a little after it."""
        self.finished().page.locator(".reader .script").wait_for()
        return self

    def unfold(self) -> "Desk":
        """Open the input that a result has folded away."""
        expect(self.box).to_have_count(1, timeout=PATIENCE)  # two for a moment, while one input takes another's place
        if not self.box.is_visible():
            self.page.locator(".st-key-composer summary").click()
            self.box.wait_for()
            # A press on a button that is still moving ends beside it, which no hand is quick enough to do.
            self.page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
        return self

    def download(self, kind: str) -> Download:
        """Take the result away: `kind` is the ending of the file."""
        button = self.page.locator(f".st-key-download_{kind} button")
        if not button.is_visible():
            self.page.locator(".st-key-download button").first.click()
        with self.page.expect_download() as event:
            button.click()
        return event.value

    def lay(self, layout: str) -> "Desk":
        """Choose a layout of the reader."""
        self.page.locator(f".reader .layouts [data-layout={layout}]").click()
        return self

    def explained(self, place: Locator) -> Locator:
        """Point at a word or a mark until its card is there: a hand follows a page that moves, a script does not."""
        card = self.page.locator(".reader .card")
        for _ in range(5):
            self.rest()
            place.hover()
            with suppress(PlaywrightError):
                card.wait_for(timeout=1000)
                break
        return card

    def rest(self) -> "Desk":
        """Move the pointer where it points at nothing."""
        self.page.mouse.move(1, 1)
        return self

    def pause(self) -> "Desk":
        """Take as long as a hand does to get from one thing to the next: the page is drawn anew meanwhile."""
        self.page.wait_for_timeout(800)
        return self

    def correct(self, row: int, english: str) -> "Desk":
        """Write the English of a row anew."""
        self.rows.nth(row).locator(".target").dblclick()
        box = self.rows.nth(row).locator("textarea")
        box.fill(english)
        box.press("Enter")
        return self

    # --- what they see

    @property
    def box(self) -> Locator:
        return self.page.locator(".st-key-text textarea")

    def choice(self, label: str) -> Locator:
        """The box in which a model is chosen."""
        return self.page.get_by_role("combobox", name=label)

    @property
    def rows(self) -> Locator:
        return self.page.locator(".reader .rows > li")

    @property
    def items(self) -> Locator:
        return self.page.locator(".reader .items > li")

    @property
    def lit(self) -> set[str]:
        """Which sentences glow: r1 is the first row, s1 the first of the summary."""
        return set(
            self.page.locator(".reader").evaluate(
                """reader => [...reader.querySelectorAll("li.lit")].map(
                    one => (one.parentElement.className === "rows" ? "r" : "s") + (Number(one.dataset.index) + 1))"""
            )
        )

    @property
    def message(self) -> str:
        """What went wrong, as the page tells it."""
        return self.page.locator(".st-key-failed").get_by_test_id("stText").inner_text()

    @property
    def run_id(self) -> str:
        found = re.search(r"[?&]run=([\w-]+)", self.page.url)
        return found[1] if found else ""

    @property
    def overflow(self) -> int:
        """Pixels that the page is wider than its window."""
        return int(
            self.page.evaluate(
                """() => Math.max(...[document.documentElement, document.querySelector("[data-testid=stMain]")]
                    .map(one => one.scrollWidth - one.clientWidth))"""
            )
        )

    def close(self) -> None:
        self.context.close()
