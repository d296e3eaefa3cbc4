# One environment a checkout, made from the hashed lock files. Nothing else is needed but
# Python 3.11 or newer, git and make.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo $$p && break; done)
ENV := .venv
BIN := $(ENV)/bin

.PHONY: run test check bench demo format lock help

help:
	@echo "make run | test | check | bench | demo | format | lock"

run: $(ENV)/.run
	@exec $(BIN)/python -m webapp

test: $(ENV)/.dev
	@sh tests/install_services.sh
	$(BIN)/python -m pytest -n auto

check: $(ENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m course check

bench: $(ENV)/.dev
	$(BIN)/python -m tests.bench

demo: $(ENV)/.run
	$(BIN)/python -m webapp.demo

format: $(ENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(ENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml -o requirements.txt $(LOCK)
	$(BIN)/uv pip compile pyproject.toml --extra dev -o requirements-dev.txt $(LOCK)

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --upgrade

$(ENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (make PYTHON=… names it)"; exit 1; }
	$(PYTHON) -m venv $(ENV)

$(ENV)/.run: requirements.txt | $(ENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(ENV)/.dev: requirements-dev.txt | $(ENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(ENV)/.run
