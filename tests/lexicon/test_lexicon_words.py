"""Segmentation: nothing is lost, dictionary words are words, and the compiled table is only ever a short cut."""

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lexicon import words
from pipelines.lexicon.compiled import compiled

CHINESE = st.text(
    st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), st.sampled_from("，。《》 1a𠀀%"))
)


@given(st.one_of(CHINESE, st.text()))
@settings(max_examples=150, deadline=None)
def test_joined_words_are_the_text_and_spans_meet(text: str) -> None:
    found = words.segment(text)
    assert "".join(word.text for word in found) == text
    assert all(text[word.start : word.end] == word.text for word in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他们发明了新工具。", ["他们/r", "发明/v", "了/ul", "新/a", "工具/n", "。/w"]),
        ("提高2.5%", ["提高/v", "2.5%/m"]),
        ("GDP增长", ["GDP/eng", "增长/v"]),
        ("新冠肺炎", ["新冠肺炎/n"]),  # a word that only CC-CEDICT has
        ("画蛇添足", ["画蛇添足/i"]),
    ],
)
def test_words_have_their_tags(text: str, expected: list[str]) -> None:
    assert [f"{word.text}/{word.tag}" for word in words.segment(text)] == expected


def test_several_threads_get_the_same_words() -> None:
    text = "代表团先后到天津经济技术开发区参观学习。" * 20
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(words.segment, [text] * 32))) == 1


def test_the_module_global_tokenizer_is_left_alone_and_nothing_is_printed(tmp_path) -> None:
    script = (
        "from pipelines.lexicon import words; words.segment('我们'); import jieba; assert not jieba.dt.initialized; "
        "import sys; assert 'jieba.posseg' not in sys.modules"
    )
    environment = {"ZHAIYI_CACHE": str(tmp_path), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Building prefix dict" not in done.stderr
    assert [path.name.split("-")[0] for path in tmp_path.iterdir()] == ["words"]


class TestCompiledTables:
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path, monkeypatch) -> None:
        self.folder = tmp_path / "cache"
        self.built = 0
        monkeypatch.setenv("ZHAIYI_CACHE", str(self.folder))

    def build(self) -> dict[str, int]:
        self.built += 1
        return {"字": 1}

    def test_a_table_is_built_once(self) -> None:
        assert [compiled("t", ("1",), self.build) for _ in range(3)] == [{"字": 1}] * 3
        assert self.built == 1

    def test_another_version_is_built_anew(self) -> None:
        compiled("t", ("1",), self.build)
        compiled("t", ("2",), self.build)
        assert self.built == 2

    @pytest.mark.parametrize("damage", [b"", b"\x00" * 40, b"short"])
    def test_a_damaged_file_is_built_anew(self, damage: bytes, caplog: pytest.LogCaptureFixture) -> None:
        compiled("t", ("1",), self.build)
        (file,) = self.folder.iterdir()
        file.write_bytes(damage)
        with caplog.at_level(logging.WARNING):
            assert compiled("t", ("1",), self.build) == {"字": 1}
        assert self.built == 2
        assert "damaged" in caplog.text
        compiled("t", ("1",), self.build)
        assert self.built == 2

    def test_a_folder_that_cannot_be_written_costs_only_time(self, caplog: pytest.LogCaptureFixture) -> None:
        self.folder.write_text("a file where the folder should be")
        with caplog.at_level(logging.WARNING):
            assert [compiled("t", ("1",), self.build) for _ in range(2)] == [{"字": 1}] * 2
        assert self.built == 2
        assert "cannot be kept" in caplog.text
