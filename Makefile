# The two everyday words: `make up` runs the system, `make test` proves it. docs/howto/develop.md has the rest.
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
SALESOPS_ENV ?= development
export SALESOPS_ENV
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
WORKERS ?= 2
PYTEST := $(PY) -m pytest
RUFF := $(PY) -m ruff
.SILENT:
.PHONY: up dev test test-fast dev-test lint types contracts prove bench lock vendor screens openapi

# --- Run -----------------------------------------------------------------------------------------------------
up:  # everything, on this machine: PORT=, DATA_DIR=, DEMO=no
	$(PYTHON) bin/bootstrap run
	exec $(PY) manage.py up

# --- Prove ---------------------------------------------------------------------------------------------------
dev:
	$(PYTHON) bin/bootstrap dev

test: dev lint types contracts  # the whole suite; what CI runs
	$(PYTEST) -n $(WORKERS) --dist worksteal

test-fast: dev  # rules and architecture, no database, under a minute
	$(PYTEST) -q -m "not django_db" -p no:randomly $(wildcard tests/core tests/charter tests/architecture tests/*/domain)

dev-test: dev  # make dev-test ARGS="tests/opportunities -k advance"
	$(PYTEST) $(ARGS)

lint: dev
	$(RUFF) check .
	$(RUFF) format --check --quiet . || ($(RUFF) format --check .; exit 1)
	$(PY) -m djlint templates --check --lint --quiet
	SALESOPS_ENV=test $(PY) manage.py makemigrations --check --dry-run --verbosity 1
	$(PY) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

types: dev
	SALESOPS_ENV=test $(PY) -m mypy

contracts: dev
	$(PY) -m importlinter.cli lint-imports 2>/dev/null || .venv/bin/lint-imports

prove: dev  # the long proofs: nightly figures instead of the everyday ones
	SALESOPS_PROVE=long $(PYTEST) tests/flows tests/stack

bench: dev
	$(PY) -m bench

# --- Make ----------------------------------------------------------------------------------------------------
openapi: dev  # accept the REST interface as it is now
	SALESOPS_ENV=test $(PY) manage.py spectacular --file docs/openapi.json --format openapi-json --validate

lock: dev  # after a change of pyproject.toml
	bin/lock
