# `make run` serves the page, `make models` fetches the standard pair of models, `make test` is what every change must
# pass, `make ci` adds the slow tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run models test ci lint browser clean
.DEFAULT_GOAL := run

run: $(VENV)/app.installed
	$(BIN)/streamlit run app.py --server.port $(PORT)

# The standard pair: a translator and a summarizer, 1.8 GB together.
models: $(VENV)/app.installed
	$(BIN)/python -m pipelines models download opus-mt
	$(BIN)/python -m pipelines models download qwen3-0.6b

test: lint browser
	$(BIN)/python -m pytest -m "not slow"

ci: test
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/dev.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The browser tests drive the system's Chromium, with Chinese fonts; some of them through nginx; those of several servers
# share a PostgreSQL. Where apt may be used these are installed; elsewhere the tests are skipped and say so, unless
# ZHAIYI_REQUIRE_BROWSER=1.
browser:
	@if command -v chromium >/dev/null && test -x /usr/sbin/nginx && fc-list 2>/dev/null | grep -qi cjk \
		&& ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig nginx-light postgresql; \
	else echo "Without Chromium, Chinese fonts, nginx and PostgreSQL the tests that need them are skipped (Debian: apt install chromium fonts-noto-cjk nginx-light postgresql)"; fi

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/app.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev.installed: requirements-dev.txt requirements-cluster.txt $(VENV)/app.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -r requirements-cluster.txt
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
