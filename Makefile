# Twicetold. `make help` lists what can be done; every target does its own set-up.

VENV  ?= .venv
WORLD ?= hale_yard
LIVES ?= 200
LIFE  ?= 1

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

# The first Python on the path that is new enough and can make environments.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; \
	done)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two installs into one environment at once would spoil it.
.NOTPARALLEL:
.PHONY: help story test slow thorough lint types arrows bench site vsix fmt clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

story: $(VENV)/.story ## live the night 200 times, print how it ends, then tell one life (WORLD= LIVES= LIFE=)
	@$(BIN)/twicetold many $(WORLD) -n $(LIVES)
	@echo
	@$(BIN)/twicetold tell $(WORLD) --run $(LIFE)

test: $(VENV)/.dev ## run the tests that are soon done, in minutes, on the available cores (ARGS= for pytest)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

slow: $(VENV)/.dev ## run the tests that `make test` leaves out because each takes seconds (ARGS= for pytest)
	@$(BIN)/python -m pytest -n auto --dist loadgroup -m "slow and not thorough" $(ARGS)

thorough: $(VENV)/.dev ## run all tests, also those that look at length: all drawn worlds, faults, night (four times as long)
	@$(BIN)/python -m pytest -n auto --dist loadgroup -m "" --hypothesis-profile=thorough $(ARGS)

lint: $(VENV)/.dev ## check style and formatting
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/.dev ## check the types, strictly, and the tests against them
	@$(BIN)/mypy

arrows: $(VENV)/.dev ## check that each room imports only what it may
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## measure everything anew and write docs/performance.md (half an hour, on a quiet machine)
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install mesa
	@$(BIN)/python -m benchmarks docs/performance.md

site: $(VENV)/.dev ## build the documentation as a site, build/site, to be read without a network
	@$(BIN)/python -m mkdocs --quiet build --config-file website/mkdocs.yml
	@echo "It begins with build/site/index.html."

vsix: $(VENV)/.made ## package the extension for VS Code as build/twicetold-VERSION.vsix (npm fetches its client)
	@$(BIN)/python editors/vscode/package.py

fmt: $(VENV)/.dev ## format the code and mend what can be mended
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

clean: ## remove the environment, caches and build products
	rm -rf $(VENV) build dist twicetold/lang/*.tables .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find twicetold tests -type d -name __pycache__ -prune -exec rm -rf {} +

# The environment. A stamp is written only when its step is whole, so that an interrupted one is done again.

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Twicetold needs Python 3.11 or newer with its venv module." >&2; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.story: $(VENV)/.made pyproject.toml
	@echo "Installing Twicetold ..."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	@echo "Installing Twicetold and the tools that check it ..."
	@$(PIP) install --editable '.[dev]'
	@touch $(VENV)/.story $@
