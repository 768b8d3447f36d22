"""A visitor of the page without a browser: Streamlit's AppTest, with a few words of its own."""

import json
import threading
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from pipelines.contracts import Cancel
from pipelines.document import Flag, Pair, Sentence, Translation

APP = Path(__file__).parents[2] / "app.py"
PATIENCE = 30  # seconds; the first run of a process loads the dictionaries


class Visitor:
    """Somebody on the page: does things, and tells what stands there."""

    def __init__(self, **address: str) -> None:
        self.app = AppTest.from_file(APP, default_timeout=PATIENCE)
        for name, value in address.items():
            self.app.query_params[name] = value
        self.look()

    def look(self) -> "Visitor":
        """Load the page again, as its half-second tick would."""
        self.app.run()
        assert not self.app.exception
        return self

    def until(self, true: Callable[[], bool]) -> "Visitor":
        """Look again until something is so."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, self.words
            time.sleep(0.02)
            self.look()
        return self

    def click(self, key: str) -> "Visitor":
        self.app.button(key=key).click()
        return self.look()

    def paste(self, text: str) -> "Visitor":
        self.app.text_area(key="text").set_value(text)
        return self.look()

    def upload(self, name: str, content: bytes) -> "Visitor":
        self.app.file_uploader[0].upload(name, content)
        return self.look()

    def choose(self, control: str, option: str) -> "Visitor":
        self.app.segmented_control(key=control).set_value(option)
        return self.look()

    def read(self) -> "Visitor":
        """Press the button and wait for the end of the run."""
        return self.click("start").settle()

    def settle(self) -> "Visitor":
        return self.until(lambda: not self.has("cancel"))

    def until_english(self, count: int) -> "Visitor":
        """Wait until so many sentences of the article have their English."""
        return self.until(lambda: len(self.english) == count)

    def has(self, key: str) -> bool:
        return any(button.key == key for button in self.app.button)

    def component(self, name: str) -> dict[str, Any]:
        """What a component was given to show; nothing where it is not on the page."""
        for element in self.app.get("bidi_component"):
            if element.proto.component_name == f"zhaiyi_{name}":
                data: dict[str, Any] = json.loads(element.proto.json)
                return data
        return {}

    @property
    def run(self) -> str:
        """The id of the run in the address."""
        value = self.app.query_params.get("run", "")
        return value if isinstance(value, str) else value[0]

    @property
    def rows(self) -> list[list[Any]]:
        return self.component("reader").get("rows", [])

    @property
    def english(self) -> list[str]:
        return [target for _, target, _ in self.rows if target is not None]

    @property
    def texts(self) -> list[str]:
        """What stands there as plain text: messages."""
        return [text.value for text in self.app.text]

    @property
    def markup(self) -> list[str]:
        """Everything that Streamlit would read as Markdown or HTML."""
        elements: Sequence[Any] = [
            *self.app.markdown, *self.app.caption, *self.app.header, *self.app.get("html")
        ]  # fmt: skip
        labels = [widget.label for widget in [*self.app.button, *self.app.expander]]
        return [element.proto.body for element in elements] + labels + self.progress

    @property
    def progress(self) -> list[str]:
        """The labels of progress bars."""
        return [element.proto.text for element in self.app.get("progress")]

    @property
    def words(self) -> str:
        return "\n".join([*self.markup, *self.texts])


class Gate:
    """A translator that waits to be let through, so that a test can look at a run that is not finished."""

    def __init__(self) -> None:
        self.name = f"gate-{id(self)}"  # what another test had translated is not remembered under this name
        self.opened = threading.Event()

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        pairs = []
        for index, sentence in enumerate(sentences):
            if index == 2:
                while not self.opened.wait(0.01) and not cancel.requested():
                    pass
            if cancel.requested():
                break
            pairs.append(Pair(index, sentence.text.strip(), f"Sentence {index}.", None, (Flag.GLOSS,)))
            yield pairs[-1]
        return Translation(tuple(pairs), self.name)
