# The portal's commands. `make help` lists them; `make run` and `make test` do all their own set-up.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test soak check bench requirements catalogs

JOBS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)

pytest := .venv/bin/python -m pytest

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name does; do printf '%-20s %s\n' "$$name" "$$does"; done

run: ## the whole portal at http://localhost:8000 (PORT=… for another port)
	@bin/environment requirements.txt
	@exec .venv/bin/python manage.py up

test: ## everything the tests need, browser included, then all tests
	@bin/environment requirements-dev.txt
	@chromium="$$(bin/browser)" && CHROMIUM="$$chromium" $(pytest) -n $(JOBS) --dist loadgroup $(ARGUMENTS)

soak: ## every promise at full size (up to 75 minutes)
	@bin/environment requirements-dev.txt
	@chromium="$$(bin/browser)" && CHROMIUM="$$chromium" $(pytest) -m soak -n $(JOBS) --dist loadgroup $(ARGUMENTS)

check: ## lint, types, floors, migrations, deployment settings
	@bin/environment requirements-dev.txt
	@bin/check

bench: ## the benchmarks, one JSON line each
	@bin/environment requirements-dev.txt
	@.venv/bin/python -m bench

requirements: ## resolve requirements*.in into requirements*.txt with hashes
	@bin/environment requirements-dev.txt
	@bin/resolve

catalogs: ## gather the strings to translate and compile the catalogs
	@bin/environment requirements-dev.txt
	@bin/catalogs
