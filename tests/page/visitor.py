"""A visitor of the page without a browser: Streamlit's AppTest, with a few words of its own."""

import json
import threading
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

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

    def upload(self, *files: tuple[str, bytes]) -> "Visitor":
        self.app.file_uploader[0].set_value([(name, content, "") for name, content in files])
        return self.look()

    def choose(self, control: str, option: str) -> "Visitor":
        self.app.segmented_control(key=control).set_value(option)
        return self.look()

    def pick(self, task: str, model: str) -> "Visitor":
        """Choose a model of the catalogue: `pick("translate", "opus-mt")`."""
        self._models(task).set_value(model)
        return self.look()

    def name(self, task: str, repository: str) -> "Visitor":
        """Write the name of another model."""
        self.app.text_input(key=f"{task}_repository").set_value(repository)
        return self.look()

    def tell(self, what: str, value: object) -> "Visitor":
        """What the reader in the browser tells the page."""
        self.app.session_state["reader"] = {what: value}
        return self.look()

    def labels(self, kind: str) -> list[str]:
        """What is written on things of a kind."""
        return [str(block.proto.popover.label) for block in self.app.get(kind)]

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

    def can(self, key: str) -> bool:
        """Whether there is such a button and it can be pressed."""
        return any(button.key == key and not button.disabled for button in self.app.button)

    def label(self, key: str) -> str:
        """What is written on a button."""
        return str(self.app.button(key=key).label)

    def component(self, name: str) -> dict[str, Any]:
        """What a component was given to show; nothing where it is not on the page."""
        for element in self.app.get("bidi_component"):
            if element.proto.component_name == f"zhaiyi_{name}":
                data: dict[str, Any] = json.loads(element.proto.json)
                return data
        return {}

    def _models(self, task: str) -> Selectbox[str]:
        (found,) = (box for box in self.app.selectbox if str(box.key).startswith(task))
        return found

    def offered(self, task: str) -> list[str]:
        """The models that can be chosen, as they are labelled."""
        return list(self._models(task).options)

    def model(self, task: str) -> str | None:
        """The model that is chosen."""
        return self._models(task).value

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
        bodies = [element.proto.body for element in elements]
        return [body for body in bodies if not body.startswith("<style>")] + labels + self.progress

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
        self.name = f"gate-{uuid4()}"  # what another test had translated is not remembered under this name
        self.opened = threading.Event()

    def signature(self, text: str) -> str:
        return self.name

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
