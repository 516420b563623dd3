# Two commands: `make run` and `make test`. Neither needs the other first.
PYTHON ?= python3
BOT = .venv/bin/python -m bot
.PHONY: run test check build eval eval-stock slack-check schemathesis lock clean

run:            ## set up what is missing, start Puente, stay until Ctrl-C
	@$(PYTHON) -m bootstrap
	@$(BOT) run

build:          ## set up, build and train, without starting
	@$(PYTHON) -m bootstrap
	@$(BOT) build

test: check     ## set up what is missing and run every test
	@$(BOT) build
	@.venv/bin/python -m pytest tests/integration tests/conversations tests/eval

check:          ## lint, types, unit and contract tests: under a minute once set up
	@$(PYTHON) -m bootstrap --dev
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/python -m pytest tests/unit tests/contracts

eval:           ## measure on tests/eval and write docs/accuracy.md
	@$(PYTHON) -m bootstrap --dev
	@$(BOT) build
	@.venv/bin/python -m tests.eval

eval-stock:     ## the same questions through Rasa's default pipeline, in an environment of its own
	@$(PYTHON) -m bootstrap --dev
	@.venv/bin/python -m tests.eval.stock

slack-check:    ## say what is misconfigured for Slack; URL=https://... tries the public address too
	@$(PYTHON) -m bootstrap
	@$(BOT) slack-check $(if $(URL),--url $(URL))

schemathesis:   ## try the REST channel with made-up requests, in an environment of its own
	@$(PYTHON) -m bootstrap --dev
	@$(BOT) build
	@.venv/bin/python -m tests.fuzz

lock:           ## write the locks from requirements*.in
	@$(PYTHON) -m bootstrap --dev
	@.venv/bin/python -m bootstrap.lock

clean:          ## remove everything that was built, not the data in var/
	rm -rf .venv .tools build models .rasa
