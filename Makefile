# The commands of everyday work; `make help` lists them.

PORT ?=
ARGS ?=
PYTHON ?=
python := .venv/bin/python
install := .venv/bin/pip install -qq --disable-pip-version-check --no-input --require-hashes
templates := $(shell find templates articles comments cms -name '*.html' 2>/dev/null)
scratch = BYLINE_VAR=$$(mktemp -d)

ifneq ($(PORT),)
export PORT
endif

.DEFAULT_GOAL := help
.PHONY: help run dev test check lint types contracts templates migrations deploy bench lock

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/base.installed ## Serve the site on http://127.0.0.1:8000, or on PORT=
	@exec $(python) manage.py serve

dev: .venv/dev.installed ## The same with DEBUG, starting anew when the code changes
	@DEBUG=on exec $(python) manage.py serve --reload

test: .venv/dev.installed ## Run the tests; ARGS="-k word" chooses some
	@$(python) -m pytest -n 2 --ignore tests/browser $(ARGS) || test $$? -eq 5
	@$(python) -m pytest tests/browser $(ARGS) || test $$? -eq 5 || $(once_more)  # 5: ARGS chose none

# A browser on a loaded machine misses a deadline now and then: in CI what failed there is tried
# once more, in full view.
once_more := { test "$$CI" = true && echo "Once more, what failed:" && \
  $(python) -m pytest tests/browser --last-failed --last-failed-no-failures none; }

check: lint types contracts templates migrations deploy ## Lint, types, imports, templates, migrations, deployment

lint: .venv/dev.installed ## Style of the Python code
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check . || { echo "Not formatted: ruff format . does it."; exit 1; }

types: .venv/dev.installed ## Type check
	@.venv/bin/mypy --no-error-summary

contracts: .venv/dev.installed ## Who may import whom
	@.venv/bin/lint-imports --no-logo

templates: .venv/dev.installed ## Style of the templates
ifneq ($(templates),)
	@.venv/bin/djade --target-version 5.2 --check $(templates)
endif

migrations: .venv/dev.installed ## Models without a migration
	@$(scratch) $(python) manage.py makemigrations --check --dry-run

deploy: .venv/dev.installed ## Django's own checks for a public site
	@$(scratch) SITE_URL=https://news.example.org DEBUG=off \
	  $(python) manage.py check --deploy --fail-level WARNING

bench: .venv/dev.installed ## Measure beside nginx, 10 minutes; FULL=1 draws growth, KEEP=folder keeps the rows
	@exec $(python) -m bench.run

lock: ## Pin the dependencies of pyproject.toml anew, with uv
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	@$(compile) -o requirements/base.txt
	@$(compile) --group dev -c requirements/base.txt -o requirements/dev.txt

compile := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate pyproject.toml

# The stamps say which lock file is installed; the tools' one contains everything of the other.
.venv/base.installed: requirements/base.txt | $(python)
	@echo "Installing $<: a minute the first time."
	@$(install) -r $<
	@touch $@

.venv/dev.installed: requirements/dev.txt requirements/base.txt | $(python)
	@echo "Installing $<: a minute or two the first time."
	@$(install) -r $<
	@touch .venv/base.installed $@

$(python):
	@PYTHON="$(PYTHON)" ./requirements/make-venv
