# Everything runs in a virtual environment of its own, from pinned and hashed dependencies.
#   make demo    the whole job on a replica of the site, then where the dataset is
#   make test    every check: ruff, mypy, pytest
#   make fast    the parsers compiled, which makes them about twice as fast (needs a C compiler)
#   make bench   speed beside other tools (prints, asserts nothing)
#   make torture kill -9, signals and double starts, 200 rounds (ROUNDS=20 SEED=2 for others)
#   make docs    the generated pages of docs/
#   make lock    the pins anew
#   make clean   removes what these made, the demo's dataset too

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := data/demo
ROUNDS := 200
SEED := 1
WORKERS := 2
REPLICA := $(DEMO)/replica.warc.gz
# Twice quiet: errors only, since some machines are set up with extra package folders that pip warns about one by one.
PIP := pip install -qq --disable-pip-version-check --no-input
COMPILE := .venv-lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: demo test check fast bench torture docs lock clean

demo: $(VENV)/.run $(REPLICA)
	$(BIN)/alwaght crawl --data $(DEMO) --replay $(REPLICA) --delay 0 --concurrency 16
	@echo
	@$(BIN)/alwaght status --data $(DEMO)

test: $(VENV)/.dev check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses $(WORKERS) --no-loadscope-reorder

fast: $(VENV)/.dev
	@$(BIN)/python scripts/compile_parsers.py

bench: $(VENV)-bench/.done fast
	$(VENV)-bench/bin/python -m benchmarks.extraction
	ALWAGHT_COMPILED= $(VENV)-bench/bin/python -m benchmarks.extraction
	$(VENV)-bench/bin/python -m benchmarks.archive
	$(VENV)-bench/bin/python -m benchmarks.crawl
	$(VENV)-bench/bin/python -m benchmarks.near_duplicates 5000 20000

torture: $(VENV)/.dev
	$(BIN)/python -m tests.torture --rounds $(ROUNDS) --seed $(SEED)

docs: $(VENV)/.dev
	$(BIN)/python -m pipelines.dictionary > docs/data_dictionary.md

# The pins are made anew by hand, never by a set-up, with pip-tools in an environment of its own. What is pinned stays
# as it is unless pyproject.toml asks for more; remove a file first to take the newest of everything.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install -qq --upgrade pip pip-tools
	$(COMPILE) --build-deps-for editable --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --extra bench --build-deps-for editable --output-file requirements-bench.lock pyproject.toml
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) $(VENV)-bench $(DEMO) alwaght_scraper/_compiled build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "alwaght needs Python 3.11 or newer; name one: make PYTHON=python3.12 " + "$(MAKECMDGOALS)")'
	@echo "making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing the pinned dependencies (a minute or two, once)"
	@$(BIN)/python -m $(PIP) --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "installing the pinned tools for the checks (once)"
	@$(BIN)/python -m $(PIP) --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# An environment of its own: what we compare with needs older versions of what we run with.
$(VENV)-bench/.done: requirements-bench.lock pyproject.toml | $(VENV)/bin/python
	@echo "setting up $(VENV)-bench with the tools to compare with (once)"
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m $(PIP) --no-deps --require-hashes -r requirements-bench.lock
	@$(VENV)-bench/bin/python -m $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(REPLICA): $(wildcard alwaght_scraper/replica/*.py alwaght_scraper/replica/*/*.py) | $(VENV)/.run
	@mkdir -p $(DEMO)
	$(BIN)/python -m alwaght_scraper.replica $@
