# Everything a stranger needs: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Bytecode is written, whatever the environment says: compiling everything anew takes longer than most of what is run.
export PYTHONDONTWRITEBYTECODE :=
EXAMPLE ?= src/resecta/guidelines/rectal_liver_metastases/cases/bevacizumab_three_weeks_before_planned_surgery.yaml
PAGE := build/example.html
# The environment's state: a stamp is newer than the lock that it was made from.
MADE := .venv/made
MADE_FOR_BOARD := .venv/made-for-board
MADE_FOR_TESTS := .venv/made-for-tests

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(MADE) ## make the environment if need be and assess an example case
	@mkdir -p build
	@$(BIN)/resecta assess $(EXAMPLE)
	@echo
	@$(BIN)/resecta assess $(EXAMPLE) --html $(PAGE)

.PHONY: serve
serve: $(MADE_FOR_BOARD) ## make the environment if need be and serve a demonstration of the board
	@mkdir -p build
	$(BIN)/resecta serve --demo --database sqlite:///build/demo.db

.PHONY: test
test: $(MADE_FOR_TESTS) ## install what the tests need and run every check
	@bash tests/browser.sh
	@bash tests/java.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# Two programs, each of which reads and runs its half of the tests: to hand single tests to workers, and each worker all of
# them to read, takes half as long again. Folders that are not named here are in the other half.
ENGINE := tests/document tests/cql tests/guideline tests/case tests/advice
# What each check says in one piece, where make can (from its version 4).
IN_ONE_PIECE := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.PHONY: quick
quick: $(MADE_FOR_TESTS) ## the checks that take seconds: no browser, no random cases, no other programs
	@$(MAKE) --no-print-directory --jobs 2 --keep-going $(IN_ONE_PIECE) quick-types quick-engine quick-style quick-rest

.PHONY: quick-types quick-engine quick-style quick-rest
quick-types:
	$(BIN)/mypy
quick-engine:
	$(BIN)/pytest -n 0 -m "not slow" $(ENGINE)
quick-style:
	$(BIN)/ruff check .
quick-rest:
	$(BIN)/pytest -n 0 -m "not slow" $(ENGINE:%=--ignore=%)

.PHONY: bench
bench: $(MADE_FOR_TESTS) ## measure, and compare with the peers in the same run
	$(BIN)/python benchmarks

.PHONY: format
format: $(MADE_FOR_TESTS) ## lay out the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: $(MADE_FOR_TESTS) ## write the pages that are made from the program
	$(BIN)/python docs/reference/make_cli_reference.py
	$(BIN)/python docs/reference/make_language_reference.py
	$(BIN)/python docs/reference/record_interview.py
	$(BIN)/python docs/reference/make_status_page.py
	$(BIN)/python docs/reference/make_safety_page.py
	$(BIN)/python docs/reference/make_security_page.py
	$(BIN)/python docs/reference/make_glossary.py
	$(BIN)/python docs/reference/make_routes_page.py

.PHONY: screens
screens: $(MADE_FOR_TESTS) ## picture page and board at several sizes in both themes, into build/screens (CASES=… for others)
	@bash tests/browser.sh
	$(BIN)/python tests/draw/screens.py $(CASES)
	$(BIN)/python -m tests.web.screens

.PHONY: smoke
smoke: $(MADE_FOR_TESTS) ## run every command from the wheel, on the oldest and newest Python, without extras and with each
	$(BIN)/python tests/project/smoke.py

.PHONY: sbom
sbom: $(MADE_FOR_TESTS) ## write the software bill of materials, into build/resecta.cdx.json
	$(BIN)/python tests/project/sbom.py

.PHONY: lock
lock: $(MADE_FOR_TESTS) ## write the lock files anew from pyproject.toml, with the newest releases
	$(BIN)/python tests/project/lock.py

.PHONY: clean
clean: ## remove what was made
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Resecta needs Python 3.11 or newer; name one with `make run PYTHON=…`")'
	@echo "Making the environment in .venv (once; about a minute)" >&2
	@$(PYTHON) -m venv .venv

$(MADE): requirements.lock requirements-build.lock pyproject.toml | .venv/bin/python
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src # a quick start even where Python may not write bytecode itself
	@touch $@

$(MADE_FOR_BOARD): requirements-board.lock $(MADE)
	@$(PIP) install --require-hashes -r requirements-board.lock
	@touch $@

$(MADE_FOR_TESTS): requirements-test.lock $(MADE)
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@
