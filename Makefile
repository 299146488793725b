# The two everyday words: `make up` runs the system, `make test` proves it. docs/howto/develop.md has the rest.
SHELL := /bin/bash
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11 python3.14 python; do command -v $$each && break; done)
NO_PYTHON = $(error There is no Python on the PATH; install Python 3.11 or newer and run the same again)
PY := .venv/bin/python
SALESOPS_ENV ?= development
export SALESOPS_ENV
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
WORKERS ?= 2
PYTEST := $(PY) -m pytest
RUFF := $(PY) -m ruff
.SILENT:
.PHONY: up dev front test test-fast dev-test lint types contracts prove bench lock vendor screens openapi

# --- Run -----------------------------------------------------------------------------------------------------
up:  # everything, on this machine: PORT=, DATA_DIR=, DEMO=no
	$(or $(PYTHON),$(NO_PYTHON)) bin/bootstrap run
	exec $(PY) manage.py up

# --- Prove ---------------------------------------------------------------------------------------------------
dev:
	$(or $(PYTHON),$(NO_PYTHON)) bin/bootstrap dev

front: dev
	$(PY) bin/front

test: front lint types contracts  # the whole suite; what CI runs
	$(PYTEST) -n $(WORKERS) --dist worksteal

test-fast: dev  # rules and architecture, no database, under a minute
	SALESOPS_TEST_SERVERS=no $(PYTEST) -q -n $(WORKERS) -m "not django_db" $(wildcard tests/core tests/charter tests/architecture tests/*/domain)

dev-test: dev  # make dev-test ARGS="tests/opportunities -k advance"
	$(PYTEST) $(ARGS)

lint: front
	$(RUFF) check .
	$(RUFF) format --check --quiet . || ($(RUFF) format --check .; exit 1)
	$(PY) -m djlint templates --lint --quiet
	SALESOPS_ENV=test $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --verbosity 1
	$(PY) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(PY) bin/vendor --check

types: dev
	SALESOPS_ENV=test $(PY) -m mypy

contracts: dev
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

prove: front  # the long proofs: nightly figures instead of the everyday ones
	SALESOPS_PROVE=long $(PYTEST) -n $(WORKERS) tests

bench: dev
	$(PY) -m bench
	$(PY) -m bench.reminders
	$(PY) -m bench.coverage
	$(PY) -m bench.portal

# --- Make ----------------------------------------------------------------------------------------------------
openapi: dev  # accept the REST interface as it is now
	SALESOPS_ENV=test $(PY) manage.py spectacular --file docs/openapi.json --format openapi-json --validate

screens: front  # docs/screens from a running `make up` with the demo company
	$(PY) bin/screens

lock: dev  # after a change of pyproject.toml
	bin/lock
