# The two everyday words: `make up` runs the system, `make test` proves it. docs/howto/develop.md has the rest.
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
SALESOPS_ENV ?= development
export SALESOPS_ENV
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
.PHONY: up test test-fast dev-test lint prove bench lock screens vendor
.SILENT:

up:
	$(PYTHON) bin/bootstrap run
	exec $(PY) manage.py up
