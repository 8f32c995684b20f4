# Every target sets up what it needs by itself and is quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := run
.PHONY: run try seal fuzz test prove test-page pseudo messages torture mutants test-lock check house bench lock clean

run: $(VENV)/runtime        ## with a token in .env: on Telegram; without: the playground
	@$(BIN)/python -m bot

try: $(VENV)/runtime        ## the playground
	@$(BIN)/python -m bot try

# Databases of tests lie in memory where the machine offers it: each commit waits for the disk otherwise.
IN_MEMORY := PYTEST_DEBUG_TEMPROOT="$${PYTEST_DEBUG_TEMPROOT:-$(firstword $(wildcard /dev/shm) /tmp)}"
# What a test file becomes is kept for the next run: half of a worker's ten seconds until its first test.
PYTEST := $(IN_MEMORY) PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n auto --dist worksteal

test: $(VENV)/dev           ## the tests that take little each: what every part of the house does
	@$(PYTEST) -m "not page and not prove"

prove: $(VENV)/dev          ## the tests that take long by nature: searches, sweeps, weeks of life, processes, cuts of the runs below
	@$(PYTEST) -m prove

test-page: $(VENV)/dev      ## the tests that click through the page; needs Debian's package chromium
	@$(BIN)/python -m pytest -q -m page tests/page

torture: $(VENV)/dev        ## the torture run: KILLS=200, SEED=(any number); exits 1 where an aim is missed
	@$(BIN)/python -m tests.torture --kills $(or $(KILLS),200) $(if $(SEED),--seed $(SEED))

seal: $(VENV)/dev           ## promise 1 by search: random lives of a couple, some minutes (SEAL_EXAMPLES=, SEAL_STEPS=)
	@$(IN_MEMORY) \
		SEAL_EXAMPLES="$${SEAL_EXAMPLES:-40}" SEAL_STEPS="$${SEAL_STEPS:-60}" \
		$(BIN)/python -m pytest -q -s -o faulthandler_timeout=1800 tests/promises/test_promise_1_machine.py

mutants: $(VENV)/dev        ## one wall of a promise broken at a time: does its test notice? ONLY=(names)
	@$(BIN)/python -m tests.mutants $(ONLY)

fuzz: $(VENV)/dev           ## 100,000 hostile inputs (FUZZ_INPUTS=, FUZZ_SEED=); led by coverage where atheris installs
	@test -d $(VENV)/fuzz || $(BIN)/python -m pip install -q --disable-pip-version-check --target $(VENV)/fuzz atheris \
		|| echo "atheris does not install here: by chance, then"
	@PYTHONPATH=$(VENV)/fuzz TMPDIR="$(firstword $(wildcard /dev/shm) /tmp)" $(BIN)/python -m tests.fuzz.long

PSEUDO ?= tests/features tests/telegram  # the largest part that takes less than four minutes of two idle cores
pseudo: $(VENV)/dev         ## the conversations once more, in languages nobody speaks: is every sentence in the catalogue?
	@$(PYTEST) -p tests.pseudo.plugin -m "not page and not prove" $(PSEUDO)

messages: $(VENV)/dev       ## the template for translators, and every catalogue brought up to date; LANGUAGE=de begins one
	@mkdir -p bot/locale
	@$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k pgettext:1c,2 -c Translators: --sort-by-file --project Kindling -o bot/locale/kindling.pot .
	@test -z "$(LANGUAGE)" || test -e bot/locale/$(LANGUAGE).po \
		|| $(BIN)/pybabel -q init -i bot/locale/kindling.pot -o bot/locale/$(LANGUAGE).po -l $(LANGUAGE)
	@for po in bot/locale/*.po; do test ! -e $$po \
		|| $(BIN)/pybabel -q update -i bot/locale/kindling.pot -o $$po -l $$(basename $$po .po) --no-fuzzy-matching || exit 1; done

test-lock:                  ## requirements.lock alone installs and starts the bot
	@rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@.venv-lock/bin/python tests/runtime_lock.py && echo "requirements.lock alone: installed, started, ended"
	@rm -rf .venv-lock

check: $(VENV)/dev          ## style, types, the house's directions, the bank
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m bot content lint

bench: $(VENV)/dev .venv-bench/made  ## how fast, punctual and frugal: ONLY=a,b RUNS=5 PROFILE=(samples or calls)
	@$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(RUNS),--runs $(RUNS)) $(if $(PROFILE),--profile $(PROFILE))

house: $(VENV)/dev          ## what the house is like to work in, in figures (ALL=1: what each counts)
	@$(BIN)/python -m tests.house

lock:                       ## pin what pyproject.toml asks for, with hashes; needs uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	printf '%s\n' 'aiogram>=3.22,<4' 'python-telegram-bot>=22.8,<23' aiosqlite sniffio | uv pip compile -q --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header - -o requirements-bench.lock

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Kindling needs Python 3.11 or newer: install it, or name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "Python's venv is missing: on Debian, apt install python3-venv"; exit 1; }
	@echo "Setting up (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime: requirements.lock $(VENV)/made
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/made
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/runtime

.venv-bench/made: requirements-bench.lock  # bots to be measured against; nothing of ours needs it
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

clean:                      ## forget the set-up; the couple's data stays
	rm -rf $(VENV) .venv-bench
