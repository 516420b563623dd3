# Two commands: `make run` and `make test`. Neither needs the other first.
PYTHON ?= python3
BOT = .venv/bin/python -m bot
.PHONY: run test check build widget browser eval eval-stock slack-check schemathesis lock clean

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
	@.venv/bin/python -m pytest -n auto tests/unit tests/contracts

widget:         ## check the widget's sources and build widget/dist, which is committed; needs Node
	@tests/browser/needs
	@cd widget && npm run --silent check && npm run --silent build

browser:        ## the widget's own tests, its build compared with widget/dist, and both tried in Chromium
	@$(PYTHON) -m bootstrap --dev
	@$(BOT) build
	@tests/browser/needs chromium
	@cd widget && npm run --silent check && npm run --silent fresh && npm run --silent size
	@node --test-reporter=spec tests/browser/run.mjs

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
	rm -rf .venv .tools build models .rasa widget/node_modules
