# newsledger: `make demo` shows the main job, `make test` proves it. Both set up what they need.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
COMPILE := uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
PYTEST := $(BIN)/python -m pytest
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-full test-long lint format eval bench schema picture lock clean

help: ## what each target does
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

setup: .venv/.installed ## install newsledger into .venv
setup-dev: .venv/.installed-dev ## the same, with what tests and lint need

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "newsledger needs Python 3.11 to 3.14: install python3 and python3-venv."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' || \
	  { echo "newsledger needs Python 3.11 to 3.14, and $(PYTHON) is $$($(PYTHON) -V): name another with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "newsledger needs Python's venv module: install python3-venv."; exit 1; }
	$(PYTHON) -m venv .venv

# --no-deps: the lock file is complete, and every file in it is pinned by its hash
.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

demo: setup ## the main job over the samples, explained and queried
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh samples/demo.sh
	@printf '\nNow your own: .venv/bin/newsledger ingest YOUR_FOLDER\n'

lint: setup-dev ## ruff, mypy strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

format: setup-dev ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: setup-dev ## the tests that need no server
	$(PYTEST) -n 2 --dist loadgroup -m "not full and not long"

test-full: setup-dev ## what `make test` leaves out: both databases, a Prefect server, mutations
	$(PYTEST) -n 2 --dist loadgroup -m "full and not long"

test-long: setup-dev ## by hand
	$(PYTEST) -m long

eval: setup ## quality over the sets in NEWSLEDGER_EVAL_DIR, as the scorer prints it
	@$(BIN)/python -m benchmarks.evaluate
	@echo "== entities, one part after another left out"
	@$(BIN)/python -m benchmarks.ablation "$$NEWSLEDGER_EVAL_DIR/score.py" "$$NEWSLEDGER_EVAL_DIR/entities/dev.jsonl.gz"

bench: setup-dev ## how fast, over the samples' pages, and where the time goes
	@$(BIN)/python -m benchmarks.pipeline
	@$(BIN)/python -m benchmarks.stages

schema: setup ## write docs/schema.md and draw its picture, from the tables as they are
	@command -v dot >/dev/null || { echo "make schema needs Graphviz: install graphviz."; exit 1; }
	$(BIN)/python -m schemas.describe > docs/schema.md
	$(BIN)/python -m schemas.diagram | dot -Tsvg -o docs/schema.svg

picture: setup ## draw docs/page.svg: the blocks of a sample page, coloured by what became of each
	$(BIN)/python -m tasks.clean.picture samples/outlets/tidehaven-courier/dock-strike-lorry-queue.html > docs/page.svg

lock: ## pin again what pyproject.toml asks for
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	$(COMPILE) --group build pyproject.toml -o requirements.lock
	$(COMPILE) --group build --group dev --extra dask --extra fr --extra learn pyproject.toml -c requirements.lock -o requirements-dev.lock

clean: ## remove what make and the demo made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build samples/newsledger* *.egg-info
