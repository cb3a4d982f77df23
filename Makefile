# What one does with Hearth. `make` alone lists it.

PYTHON := $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin

ifeq ($(PYTHON),)
$(error Python 3.11 is needed. Install it (python.org/downloads), then try again)
endif

.DEFAULT_GOAL := help
.PHONY: help install run test check format clean

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

clean: ## Delete what was built and installed here, and the local data
	@rm -rf .venv functions/venv crew/venv node_modules web/node_modules web/out web/.next .hearth
