# Everything a newcomer needs: `make run` and `make test` do all the set-up themselves.
# PYTHON chooses the interpreter that makes .venv; pip's own configuration (a mirror, a certificate) is honoured.

PYTHON ?= python3
ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python
# Twice quiet: only errors are shown; a mirror can be talkative.
PIP := $(PY) -m pip --disable-pip-version-check --quiet --quiet
ROOMS := $(wildcard fieldwork storage handlers bot tests benchmarks)
HOUSE_TESTS := tests/test_order_of_the_house.py tests/test_light_commands.py
MIGRATION_TESTS = $(wildcard tests/test_*migrations*.py tests/*/test_*migrations*.py)
UV := 0.13.9
LOCK := .locking/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock" --group build

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test browser torture check lock

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.ready-to-run ## start the bot; without a token with its sandbox page (ARGS="--port 8090")
	@exec $(VENV)/bin/fieldbot run $(ARGS)

test: $(VENV)/.ready-to-test ## the whole suite on two cores, with a seeded slice of every long test (ARGS="-k inbox")
	$(PY) -m pytest --numprocesses 2 --dist worksteal $(ARGS)

browser: $(VENV)/.ready-to-test ## the pages in a real Chromium, workbooks in LibreOffice; fails without them
	$(PY) -m pytest -m browser $(ARGS)

torture: $(VENV)/.ready-to-test ## the long tests in full length
	$(PY) -m pytest -m torture --timeout=0 $(ARGS)

check: $(VENV)/.ready-to-test ## lint, format, types, compose file, the order of the house, migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(ROOMS)
	$(VENV)/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	@test -n "$(MIGRATION_TESTS)" || { echo "make check: no test compares the migrations with the tables." >&2; exit 1; }
	$(PY) -m pytest -q $(HOUSE_TESTS) $(MIGRATION_TESTS)

# Pins that still fit are kept; ARGS=--upgrade takes the newest. The locks name no host.
lock: ## write requirements.lock and requirements-dev.lock anew from pyproject.toml
	$(PYTHON) -m venv .locking
	.locking/bin/python -m pip --disable-pip-version-check --quiet install uv==$(UV)
	$(LOCK) --group dev --output-file requirements-dev.lock $(ARGS)
	$(LOCK) --constraints requirements-dev.lock --output-file requirements.lock $(ARGS)
	rm -rf .locking

# Each stamp is newer than what it was made from, so that a second `make run` starts at once.
$(VENV)/.ready-to-run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV), once; this takes about a minute."
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-to-test: requirements-dev.lock $(VENV)/.ready-to-run
	@echo "Adding what the tests need: once."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

$(VENV)/bin/python:
	@command -v "$(PYTHON)" >/dev/null || { echo "fieldbot needs Python 3.11 or newer; '$(PYTHON)' was not found (make PYTHON=/path/to/python3 ...)." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "fieldbot needs Python 3.11 or newer; '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1) (make PYTHON=/path/to/python3.11 ...)." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PYTHON)' cannot make a virtual environment: its venv module is missing (on Debian or Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear "$(VENV)"
