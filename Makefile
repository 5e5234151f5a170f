# Two commands matter: `make run` and `make test`. The rest is for people who change the code.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
SOURCES_OF_ENV := pyproject.toml hatch_build.py $(wildcard src/tansiq/locale/*/LC_MESSAGES/*.po)

.PHONY: setup setup-dev run test test-all lint bench docs lock catalogues clean

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: requirements.lock $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.locked-dev: requirements-dev.lock $(VENV)/.locked
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked $(SOURCES_OF_ENV)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.locked-dev $(VENV)/.installed
	@touch $@

run: setup
	@exec $(BIN)/tansiq serve --demo --port $(PORT)

test: setup-dev
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

test-all: setup-dev
	$(BIN)/coverage run -m pytest -m "slow or not slow"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup-dev
	$(BIN)/python docs/generate.py

catalogues: setup-dev
	@$(BIN)/python -m tansiq.web.catalogues missing

bench: setup-dev
	$(BIN)/tansiq bench

lock: $(BIN)/python
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage dist build
