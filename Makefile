# `make run` starts the assistant, `make test` checks it. Both do their own set-up, from a clean
# clone on a machine with git, make and Python 3.11 or newer: docs/decisions/0001.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test setup train evaluate compare transcripts screenshots benchmark messages lock clean
MAKEFLAGS += --no-print-directory
UV_VERSION = 0.13.8
BIN = .venv/bin
unexport PYTHONPATH

# The first interpreter that starts and is new enough; a name that only resolves isn't enough
# where pyenv's stand-ins are on the path.
FIND_PYTHON = for python in python3.11 python3.12 python3.13 python3 python3.14 /usr/bin/python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; [ -n "$$python" ] || { echo "Python 3.11 or newer is needed. Install it and start again." >&2; exit 1; }

# $(call step,what,command): say what is being done, and how long it took.
define step
	@printf '\n== %s\n' '$(1)'; SECONDS=0; $(2) && printf '== %s: passed, %s s\n' '$(1)' "$$SECONDS"
endef

help:
	@echo 'make run     start the assistant at http://127.0.0.1:8080 (CRE_PORT changes the port)'
	@echo 'make test    style, types, boundaries and every test'
	@echo 'make setup   only build the two environments, with the developer tools'
	@echo 'make train   train the model of the chat, if its data has changed'
	@echo 'make evaluate   measure understanding on the development cases (CASES=FILE takes others)'
	@echo 'make compare   cross-validate the intents, beside the pipeline that Rasa has by default'
	@echo 'make transcripts, screenshots, benchmark   write docs/transcripts, docs/screenshots, docs/performance.md'
	@echo 'make messages   bring the message catalogues in locales/ up to date'
	@echo 'make lock    resolve the lock files again (UPGRADE=--upgrade takes newer releases)'
	@echo 'make clean   remove both environments; var/ with its data stays'

run:
	@$(FIND_PYTHON); exec "$$python" -m assistant.environments -- \
		$(BIN)/python -m assistant.cli run --until-parent-ends

setup:
	@$(FIND_PYTHON); exec "$$python" -m assistant.environments --dev

train:
	@$(FIND_PYTHON); exec "$$python" -m assistant.environments -- $(BIN)/python -m assistant.cli train

CASES = ../shared/cases/development.jsonl
# Trained on the same nlu_data, once, which takes most of an hour; BASELINE= leaves it out.
BASELINE = tests/benchmarks/default_pipeline.yml
VALIDATE = PYTHONPATH=. .venv-rasa/bin/python -m assistant.engine.cross_validate

evaluate:
	@[ -f "$(CASES)" ] || { echo "There is no $(CASES). Name a file of cases: make evaluate CASES=FILE" >&2; exit 1; }
	@$(FIND_PYTHON); exec "$$python" -m assistant.environments -- $(BIN)/python -m assistant.cli evaluate "$(CASES)" \
		$(if $(BASELINE),--baseline $(BASELINE))

# Our pipeline on all examples, then both on the same sample: the default one is slow.
compare:
	$(VALIDATE) --config config.yml --folds 10 --out var/compare/ours.json
	$(VALIDATE) --config config.yml --most 40 --out var/compare/ours_sample.json
	$(VALIDATE) --config $(BASELINE) --most 40 --out var/compare/default_sample.json

test:
	$(call step,Set-up,$(MAKE) setup)
	$(call step,Style,$(BIN)/ruff check .)
	$(call step,Format,$(BIN)/ruff format --check .)
	$(call step,Types,$(BIN)/mypy)
	$(call step,Boundaries,$(BIN)/lint-imports)
	$(call step,Unit tests,$(BIN)/python -m pytest tests/unit)
	$(call step,Model,$(BIN)/python -m assistant.cli train)
	$(call step,All other tests,$(BIN)/python -m pytest tests --ignore=tests/unit)

transcripts:
	$(BIN)/python -m tests.functional.transcripts

screenshots:
	$(BIN)/python -m tests.functional.screenshots

benchmark:
	$(BIN)/python -m tests.benchmarks.turns
	$(BIN)/python -m tests.benchmarks.first_message
	$(BIN)/python -m tests.benchmarks.readings
	$(BIN)/python -m tests.benchmarks.assessments

messages:
	$(BIN)/python -m assistant.cli messages

lock:
	@$(FIND_PYTHON); uv=$$("$$python" -m assistant.environments --print-uv) || exit 1; \
	compile() { "$$uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' $(UPGRADE) "$$@"; }; \
	set -e; \
	compile pyproject.toml --python-version 3.11 -o requirements.txt; \
	compile pyproject.toml --group dev -c requirements.txt --python-version 3.11 -o requirements-dev.txt; \
	compile assistant/engine/requirements.in --python-version 3.10 -o assistant/engine/requirements.txt; \
	echo 'uv==$(UV_VERSION)' | compile - --python-version 3.11 -o requirements-uv.txt

clean:
	rm -rf .venv .venv-rasa .tools
