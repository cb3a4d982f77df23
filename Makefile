# What one does with Hearth. `make` alone lists it.

PYTHON := $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin
BENCH := PYTHONPATH=functions:tests:tests/unit:. $(VENV)/python -m bench

ifeq ($(PYTHON),)
$(error Python 3.11 is needed. Install it (python.org/downloads), then try again)
endif

.DEFAULT_GOAL := help
.PHONY: help install crew run test check format clean \
	deploy key schedule-backups backups restore-backup export import costs uninstall \
	bench-relay bench-cold bench-durability bench-operations bench-web bench-report

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Run Hearth here, with simulated models or your keys, until Ctrl-C
	@$(PYTHON) -m dev.run

test: ## Check and test everything
	@$(PYTHON) -m dev.test $(ARGS)

check: install ## Check format, lint and types of Python and TypeScript
	@$(VENV)/python -m dev.check

format: install ## Format Python and TypeScript
	@$(VENV)/ruff check --quiet --fix . ; $(VENV)/ruff format --quiet .
	@cd web && npm run --silent format

install: ## Install what the other commands need
	@$(PYTHON) -m dev.install

models: install ## List what the providers offer that the seed has not; wants their keys
	@PYTHONPATH=functions $(VENV)/python -m dev.models

gallery: install ## Photograph every screen in both themes and sizes, into tests/artifacts/gallery
	@$(PYTHON) -c "from dev.install import build_client; build_client()"
	@$(VENV)/python -m pytest -q tests/e2e/gallery*.py

crew: install ## Install what crews of agents run on (docs/CREWS.md); it is large
	@$(VENV)/python -m dev.install --crew

deploy: install ## Deploy to your project, or upgrade it: PROJECT=my-hearth OWNER=you@example.com
	@$(VENV)/python -m dev.deploy

key: install ## Set a provider's key: PROJECT=my-hearth NAME=OPENAI_API_KEY
	@$(VENV)/python -m dev.deploy.keys --project $(PROJECT) --name $(NAME)

schedule-backups: install ## Back the data up every night: PROJECT=my-hearth
	@$(VENV)/python -m dev.deploy.backups schedule

backups: install ## List the backups: PROJECT=my-hearth
	@$(VENV)/python -m dev.deploy.backups list

restore-backup: install ## Bring a backup's documents back: PROJECT=my-hearth BACKUP=name
	@$(VENV)/python -m dev.deploy.backups restore $(BACKUP)

export: install ## Write all documents and accounts into a folder: PROJECT=my-hearth FOLDER=my-data
	@GCLOUD_PROJECT=$(PROJECT) functions/venv/bin/python -m dev.archive export $(FOLDER)

import: install ## Write such a folder into an empty project: PROJECT=my-hearth FOLDER=my-data
	@GCLOUD_PROJECT=$(PROJECT) functions/venv/bin/python -m dev.archive restore $(FOLDER)

costs: install ## Reckon again what it costs (docs/COSTS.md)
	@PYTHONPATH=functions:. $(VENV)/python -m dev.costs

uninstall: install ## Delete the project with everything in it: PROJECT=my-hearth
	@$(VENV)/python -m dev.deploy.backups uninstall

bench-relay: install ## Measure what relaying costs, beside a pass-through and LiteLLM
	@$(BENCH).relay

bench-cold: install ## Measure a cold start with each provider
	@$(BENCH).cold

bench-durability: install ## Cut 300 clients and kill a server: is an answer ever lost?
	@$(BENCH).durability

bench-operations: install ## Count what a turn reads and writes in Firestore
	@$(BENCH).operations

bench-web: install ## Measure the client on a slow phone: opening, streaming, long threads
	@$(BENCH).web $(ARGS)

bench-report: install ## Put the results of the last benches into README.md
	@$(BENCH).report --write

clean: ## Delete what was built and installed here, and the local data
	@rm -rf .venv functions/venv crew/venv node_modules web/node_modules web/out web/.next .hearth
