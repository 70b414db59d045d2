# Two commands for a newcomer: make up, make test. Needs Python 3.11, python3-venv, git and make.

VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9
JOBS ?= 2
PYTEST_OPTIONS ?=

# Documents made from the code, each as path=command of starledger; `check` makes every one again and
# compares. A new one is added here.
GENERATED := events/EVENTS.md=events services/RULES.md=rules services/COMMANDS.md=commands

NEEDS := apt-get install chromium chromium-driver

export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help install up test check bench containers

help:
	@echo "make install   the locked dependencies into $(VENV)"
	@echo "make up        the whole body on this machine, with a demonstration; Ctrl-C stops it"
	@echo "make test      every test, against real PostgreSQL and NATS"
	@echo "make check     format, lint, types, imports, generated documents"
	@echo "make bench     the benchmarks, each with its peer and its limit"
	@echo "make containers   the image, every role of it, a case and restarts under load (root)"

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml uv.lock
	@test -x $(BIN)/pip || python3 -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV)
	@$(BIN)/uv sync --frozen --quiet
	@touch $@

up: install
	@exec $(BIN)/starledger up --sample

# One file stays in one worker, so that each starts its servers once.
test: install
	@if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then \
	  $(BIN)/pytest -n $(JOBS) --dist loadfile $(PYTEST_OPTIONS); \
	else \
	  $(BIN)/pytest -n $(JOBS) --dist loadfile -m "not browser" $(PYTEST_OPTIONS); code=$$?; \
	  left=$$($(BIN)/pytest --collect-only -m browser 2>/dev/null | grep '::' || true); \
	  echo "not run: $$(echo "$$left" | grep -c '::') tests that need a browser" \
	    "($$(echo "$$left" | sed 's/::.*//' | sort -u | paste -sd ' ' -)): $(NEEDS)"; \
	  exit $$code; \
	fi

check: install
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@for each in $(GENERATED); do \
	  $(BIN)/starledger $${each#*=} --markdown | diff -u $${each%%=*} - \
	    || { echo "$${each%%=*} is not fresh: starledger $${each#*=} --markdown > $${each%%=*}"; exit 1; }; \
	done

bench: install
	@for each in append.store append.bus relay live rebuild lookup; do $(BIN)/starledger bench $$each || exit; done

# By hand: needs root and Debian's buildah, podman, runc, debootstrap, and names what is missing.
containers: install
	@$(BIN)/python -m tests.deploy.trial
