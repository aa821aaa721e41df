# Everything sets itself up: a virtual environment in .venv, the project in it, and what a target needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test lint bench catalogue schemas clean

demo: $(VENV)/demo
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

test: lint
	@sh tests/install-chromium.sh
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/test
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary

bench: $(VENV)/test
	@$(BIN)/python benchmarks/overhead.py
	@$(BIN)/python benchmarks/recording.py
	@$(BIN)/python benchmarks/data.py
	@$(BIN)/python benchmarks/state.py
	@$(BIN)/python benchmarks/comparing.py
	@$(BIN)/python benchmarks/false_alarms.py
	@$(BIN)/python benchmarks/handing_over.py

# the whole of docs/nondeterminism.md, with libraries that are too large for every day
catalogue: $(VENV)/test
	@$(PIP) install --group catalogue
	@$(BIN)/python -W ignore tests/nondeterminism/catalogue_rows.py

schemas: $(VENV)/test
	@$(BIN)/python -m jupyter_repro.schemas

clean:
	rm -rf $(VENV) build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jupyter-repro needs Python 3.11 or newer; say which with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade 'pip>=25.1'

$(VENV)/demo: pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV) …'
	@$(PIP) install --editable '.[examples]'
	@touch $@

$(VENV)/test: pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV) …'
	@$(PIP) install --editable '.[examples]' --group test
	@touch $@ $(VENV)/demo
