# Regulars. `make demo` shows it, `make test` checks it; both set up what they need in .venv/.
.DEFAULT_GOAL := help
.PHONY: help setup demo test quick lint style types every-test quick-tests format bench bench-small clean
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
STAMP := .venv/.runtime
STAMP_DEV := .venv/.development
COMPILED := .venv/.compiled
# Files go to whoever is free, the longest first, as tests/conftest.py orders them. Three on two processors, for
# browsers, servers and programs are waited for; two where nothing is, for each takes ten seconds to find the tests.
PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder
# Compiled once and not by each process anew, whatever the shell around says.
export PYTHONDONTWRITEBYTECODE :=

help:
	@echo "make demo              set up, load the sample shop, segment it, serve http://127.0.0.1:8050"
	@echo "make demo DATA=x.csv   the same with your own transactions file"
	@echo "make test              set up and run every check and test"
	@echo "make quick             lint, types and the quick tests: the inner loop"
	@echo "make bench             measure loading, fitting and every dashboard query, on an idle machine"
	@echo "make bench-small       the same in two minutes, in ratios: fails where one is 1.5 times what it was"
	@echo "make format            format the code"
	@echo "make clean             remove the environment and the embedded database"

# The environment is built under another name's stamp only when complete, so an interrupted run starts over.
define install
	@test -n "$(PYTHON)" || { echo "Regulars needs Python 3.11 or newer; none was found on PATH." >&2; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || { rm -rf .venv && $(PYTHON) -m venv .venv; }
	@echo "Installing $(1) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(2)
endef

$(STAMP): requirements.txt
	$(call install,what Regulars runs on,-r $<)
	@touch $@

# All at once, for it names requirements.txt too. To compile all that comes along takes as long as to fetch it, and the
# tests use a quarter: see COMPILED.
$(STAMP_DEV): requirements-dev.txt requirements.txt
	$(call install,what Regulars and its tests need,--no-compile -r $<)
	@touch $(STAMP) $@

setup: $(STAMP)

demo: $(STAMP)
	@$(BIN)/python -m regulars.demo $(if $(DATA),--data "$(DATA)")

style: $(STAMP_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP_DEV)
	$(BIN)/mypy

lint: style types

# To look at the types keeps one processor busy for half a minute: meanwhile the tests begin. Both must be good.
test: style
	@$(MAKE) --no-print-directory -j 2 types every-test

quick: style
	@$(MAKE) --no-print-directory -j 2 types quick-tests

# What a new environment has not compiled yet is compiled by one that looks for the tests, and not by each worker anew.
$(COMPILED): $(STAMP_DEV)
	@$(BIN)/python -m pytest --collect-only -qq > /dev/null || true
	@touch $@

every-test: $(COMPILED)
	@$(BIN)/python scripts/ensure_chromium.py
	$(PYTEST) -n 3

# Without browser, programs and kills: tests/README.md says which tests are slow.
quick-tests: $(COMPILED)
	$(PYTEST) -n 2 -m "not slow"

format: $(STAMP_DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP_DEV)
	$(BIN)/python -m benchmarks

bench-small: $(STAMP_DEV)
	$(BIN)/python -m benchmarks.small

clean:
	@test ! -x $(BIN)/python || $(BIN)/python -m warehouse stop || true
	rm -rf .venv .regulars .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
