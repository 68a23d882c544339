# Two commands do everything on a fresh machine: `make site` and `make test`. Each installs what it needs.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Material warns of MkDocs 2 at every start; the bound in pyproject.toml is our answer to it.
export NO_MKDOCS_2_WARNING := 1
NODE_PACKAGES := typescript@7.0.2 lighthouse@12.8.2

.PHONY: site serve wheel test check format lint types floors reference words traditional schemas pictures benchmark search search-fit lighthouse clean
.DEFAULT_GOAL := site

site: .venv/site  ## The default toolkit, built into site/
	$(BIN)/toolkit-builder build

serve: .venv/site  ## A live preview of the default toolkit
	$(BIN)/toolkit-builder serve

wheel: .venv/test  ## dist/toolkit_builder-...-any.whl: the file with which others install the program
	$(BIN)/python -m build --wheel --no-isolation --outdir dist
	@ls dist/*.whl

test: .venv/test .cache/wheels/complete tested-programs  ## All tests, those in three browsers included, on all cores
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: format lint types floors test  ## All that must hold before a commit
	$(BIN)/toolkit-builder build --strict --site-dir .cache/site

format: .venv/test
	$(BIN)/ruff format --check

lint: .venv/test
	$(BIN)/ruff check

types: .venv/test .cache/node/complete
	$(BIN)/mypy
	.cache/node/node_modules/.bin/tsc --project templates
	.cache/node/node_modules/.bin/tsc --project templates/worker

floors: .venv/test
	$(BIN)/lint-imports --cache-dir .cache/import-linter

reference: .venv/site  ## schemas/ and the manual's generated pages, made anew from the model and the rules
	$(BIN)/toolkit-builder schema
	$(BIN)/python -m manual.make

words: .venv/site  ## templates/locales/, brought up to date with the package's own words
	$(BIN)/python -m manual.words

traditional: .venv/test  ## The catalogues in Traditional Chinese, made anew from those in Simplified
	$(BIN)/python -m manual.traditional

pictures: .venv/test chromium  ## The pictures of README and manual, taken from the built default toolkit and the editor
	$(BIN)/python -m manual.pictures
	$(BIN)/python -m manual.editor_pictures

benchmark: .venv/test chromium hugo  ## Speed, beside peers and goals in the same run: benchmarks/RESULTS.md
	$(PIP) install --editable '.[benchmark]'
	$(BIN)/python -m benchmarks

search: .venv/test  ## How often search finds what people want, on queries that it was tuned to and on others
	$(BIN)/python -m benchmarks.searching

search-fit: .venv/test  ## Better weights for search, from the training half of the queries alone
	$(BIN)/python -m benchmarks.searching fit

lighthouse: .venv/site .cache/node/complete chromium  ## How light the default site is, in Lighthouse's figures
	$(BIN)/toolkit-builder build --site-dir .cache/site
	$(BIN)/python -m benchmarks.light .cache/site

clean:
	rm -rf .venv .cache site dist

# --- What the commands above need ---

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory debian-python3-venv
	$(PYTHON) -m venv .venv

.venv/site: pyproject.toml | .venv/bin/python
	$(PIP) install --editable '.[fonts-cjk]'
	@touch $@

.venv/test: pyproject.toml | .venv/bin/python
	$(PIP) install --editable '.[dev,fonts-all]'
	@touch $@ .venv/site

# The wheel's test installs it into an empty environment without a network; these are the packages it may take.
.cache/wheels/complete: pyproject.toml | .venv/bin/python
	@rm -rf .cache/wheels && mkdir -p .cache/wheels
	$(PIP) download --prefer-binary --dest .cache/wheels .
	@touch $@

# The type checker of our scripts, and Lighthouse: neither is part of the product.
.cache/node/complete: Makefile
	@command -v npm >/dev/null || $(MAKE) --no-print-directory debian-npm
	@rm -rf .cache/node && mkdir -p .cache/node
	npm install --silent --no-fund --no-audit --prefix .cache/node $(NODE_PACKAGES)
	@touch $@

.PHONY: chromium hugo tested-programs debian
chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(MAKE) --no-print-directory debian-chromium

hugo:
	@command -v hugo >/dev/null || $(MAKE) --no-print-directory debian-hugo

# What tests drive, and the Debian package that brings each. Firefox's driver comes with the Python packages. With
# Chromium without a window, where there is a package of it, they take less time.
TESTED := chromium:chromium chromedriver:chromium-driver firefox-esr:firefox-esr \
  WebKitWebDriver:webkit2gtk-driver Xvfb:xvfb nginx:nginx-light pdftotext:poppler-utils
tested-programs:
	@missing=$$(for one in $(TESTED); do \
	  PATH="$$PATH:/usr/sbin" command -v $${one%:*} >/dev/null || echo $${one#*:}; done); \
	[ -z "$$missing" ] || $(MAKE) --no-print-directory debian PACKAGES="$$(echo $$missing)"
	@command -v chromium-headless-shell >/dev/null || ! apt-cache show chromium-headless-shell >/dev/null 2>&1 \
	  || $(MAKE) --no-print-directory debian-chromium-headless-shell

debian-%:
	@$(MAKE) --no-print-directory debian PACKAGES="$*"

# Debian's packages, where this user may install them: all at once, or, where not all are known, one by one.
debian:
	@if ! command -v apt-get >/dev/null; then echo "Please install $(PACKAGES): needed, and apt-get is not here."; exit; fi; \
	if [ "$$(id -u)" = 0 ]; then as_root="env"; elif sudo -n true 2>/dev/null; then as_root="sudo env"; \
	else echo "Please install $(PACKAGES): needed, and this user may not."; exit; fi; \
	install() { $$as_root DEBIAN_FRONTEND=noninteractive apt-get install -qq -y "$$@" >/dev/null; }; \
	$$as_root apt-get update -qq; install $(PACKAGES) || for one in $(PACKAGES); do \
	  install $$one || echo "Please install $$one: needed, and apt-get cannot."; done
