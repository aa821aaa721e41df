# Everything sets itself up: a virtual environment in .venv, the project in it, and what a target needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# uv takes seconds for what pip takes minutes for; where it finds no packages, pip does
INSTALL_IN = $(BIN)/python -m uv pip install --quiet --python $(1)/bin/python $(2) 2>/dev/null || $(PIP) --python $(1)/bin/python install $(2)
INSTALL = $(call INSTALL_IN,$(VENV),$(1))
FRONT := labextension
# what others installed beside it would count for or against a peer: papermill imports every store's client there is
PEERS := $(VENV)/peers
BUNDLE := jupyter_repro/labextension/package.json
NODE_PATH := PATH="$(CURDIR)/$(BIN):$$PATH"

# the front end is built below, by itself, and not by each installation of the project in a test
export SKIP_JUPYTER_BUILDER := 1
# where nobody may write bytecode, each kernel compiles all libraries anew, which takes longer than to import them
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint front-end screenshots bench bench-parts catalogue schemas release-check docs docs-serve clean

demo: $(VENV)/demo
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

test: lint $(VENV)/front-end
	@sh tests/install-chromium.sh
	@$(BIN)/python -m pytest -n 3 --dist loadfile

lint: $(VENV)/test $(FRONT)/node_modules
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@cd $(FRONT) && said=$$(npm run --silent lint 2>&1) || { echo "$$said"; exit 1; }
	@cd $(FRONT) && said=$$(npm run --silent test 2>&1) || { echo "$$said"; exit 1; }

# the front end as JupyterLab finds it, built from what is here
front-end: $(VENV)/front-end

# the documentation as a site, in build/site
.PHONY: docs docs-serve
docs docs-serve: export NO_MKDOCS_2_WARNING := 1
docs: $(VENV)/docs
	@$(BIN)/python -m mkdocs build --strict --quiet
	@echo 'the site is in build/site: open build/site/index.html'

docs-serve: $(VENV)/docs
	@$(BIN)/python -m mkdocs serve --strict

screenshots: $(VENV)/front-end
	@$(BIN)/python docs/screenshots.py
	@$(BIN)/python docs/tracker_screenshot.py

# ours and its peers on the same notebooks, for hours: docs/benchmarks.md
bench: $(PEERS)/ready
	@$(PEERS)/bin/python benchmarks/peers.py --write
	@$(PEERS)/bin/python benchmarks/growth.py --write
	@$(PEERS)/bin/python benchmarks/breakdown.py --write

# what each part of it costs
bench-parts: $(VENV)/front-end
	@$(BIN)/python benchmarks/overhead.py
	@$(BIN)/python benchmarks/recording.py
	@$(BIN)/python benchmarks/data.py
	@$(BIN)/python benchmarks/keeping.py
	@$(BIN)/python benchmarks/state.py
	@$(BIN)/python benchmarks/tracking.py
	@$(BIN)/python benchmarks/sweep.py
	@$(BIN)/python benchmarks/comparing.py
	@$(BIN)/python benchmarks/false_alarms.py
	@$(BIN)/python benchmarks/causes.py
	@$(BIN)/python benchmarks/handing_over.py
	@$(BIN)/python benchmarks/lab.py
	@$(BIN)/python benchmarks/endurance.py
	@$(BIN)/python benchmarks/unchanged.py
	@$(BIN)/python benchmarks/nasty.py

# the whole of docs/nondeterminism.md, with libraries that are too large for every day
catalogue: $(VENV)/test
	@$(PIP) install --group catalogue
	@$(BIN)/python -W ignore tests/nondeterminism/catalogue_rows.py
	@CATALOGUE=1 $(BIN)/python -m pytest tests/pins tests/nondeterminism/test_catalogue.py tests/test_private_parts.py

schemas: $(VENV)/test
	@$(BIN)/python -m jupyter_repro.schemas

# what would be published, built, checked, installed without Node.js on each Python that is here, and tried; docs/release.md
release-check: $(VENV)/front-end
	@$(PIP) install --group release
	@$(BIN)/python release/check.py

clean:
	rm -rf $(VENV) build dist jupyter_repro/labextension $(FRONT)/node_modules $(FRONT)/lib

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jupyter-repro needs Python 3.11 or newer; say which with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade 'pip>=25.1' uv

$(VENV)/demo: pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV) …'
	@$(call INSTALL,--editable '.[examples]')
	@touch $@

$(VENV)/test: pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV) …'
	@$(call INSTALL,--editable '.[examples]' --group test)
	@touch $@ $(VENV)/demo $(VENV)/docs

$(VENV)/docs: pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV) …'
	@$(call INSTALL,--editable . --group docs)
	@touch $@

$(PEERS)/ready: pyproject.toml | $(BIN)/python
	@echo 'setting up $(PEERS) …'
	@$(PYTHON) -m venv $(PEERS)
	@$(call INSTALL_IN,$(PEERS),--editable '.[examples]' --group bench)
	@touch $@

$(FRONT)/node_modules: $(FRONT)/package-lock.json
	@command -v npm >/dev/null || { echo 'the front end needs Node.js 20 or newer, with npm'; exit 1; }
	@echo 'setting up $(FRONT) …'
	@cd $(FRONT) && npm ci --silent
	@touch $@

$(BUNDLE): $(VENV)/test $(FRONT)/node_modules $(wildcard $(FRONT)/src/*.ts* $(FRONT)/src/*/*.ts* $(FRONT)/style/* $(FRONT)/schema/*) $(FRONT)/package.json
	@cd $(FRONT) && said=$$($(NODE_PATH) npm run --silent build:prod 2>&1) || { echo "$$said"; exit 1; }
	@touch $@

$(VENV)/front-end: $(BUNDLE)
	@mkdir -p $(VENV)/share/jupyter/labextensions
	@rm -rf $(VENV)/share/jupyter/labextensions/jupyter-repro  # an installation leaves a folder there
	@ln -s "$(CURDIR)/jupyter_repro/labextension" $(VENV)/share/jupyter/labextensions/jupyter-repro
	@touch $@
