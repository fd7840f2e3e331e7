# make run     install into .venv and build the graph of seeds/ into output/
# make test    install everything the tests need, then lint and test
# make setup   only install
# make lint    ruff and mypy
# make soak    the long fault, fuzz and load tests
# make web     fetch the query editor of the explorer again
# make reference  write docs/ontology.html again
# make lock    renew the locked versions from pyproject.toml

VENV   := .venv
BIN    := $(VENV)/bin
INPUT  ?= seeds
OUTPUT ?= output
export PYTHON
export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: reference help setup setup-dev run test lint soak web lock clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# make/make/p' Makefile

setup: $(VENV)/.installed $(VENV)/.web

setup-dev: $(VENV)/.installed-dev $(VENV)/.web

run: setup
	$(BIN)/kg build $(INPUT) -o $(OUTPUT)

test: setup-dev lint
	sh .ci/system
	$(BIN)/python -m pytest -n 2 -rsfE

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

soak: setup-dev $(VENV)/.installed-soak
	sh .ci/system
	$(BIN)/python -m pytest -m soak -rsfE

reference: setup
	$(BIN)/kg ontology docs/ontology.html

web: $(VENV)/.python
	$(BIN)/python .ci/web

$(VENV)/.web: $(VENV)/.python .ci/web
	$(BIN)/python .ci/web
	@touch $@

$(VENV)/.python:
	sh .ci/python $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.installed-soak: $(VENV)/.installed-dev requirements-soak.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-soak.txt
	@touch $@

LOCK = $(VENV)/lock/bin/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --quiet

ALL = --extra read --extra notebook --extra parquet --extra cloud --extra ray --extra dev

lock: setup
	$(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet uv
	$(LOCK) --extra read -o requirements.txt
	$(LOCK) $(ALL) -c requirements.txt -o requirements-dev.txt
	$(LOCK) $(ALL) --extra soak -c requirements-dev.txt -o requirements-soak.txt

clean:
	rm -rf $(VENV) kg/serve/pages/lib build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
