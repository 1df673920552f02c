# `make build` and `make test` need Python 3.11 or newer and git; scripts/setup sees to the rest.

SHELL := /bin/sh
BIN := .venv/bin
SPEC ?= specs
OUTPUT ?= output
ROUNDS ?= 5
SECONDS ?= 600
# One more than there are processors, since many tests wait for servers and browsers.
TEST_PROCESSES = $(shell expr 1 + "$$(getconf _NPROCESSORS_ONLN)")
# What a machine without a network has, beside the product itself.
BUNDLE_EXTRAS := office serve sign search
UV_VERSION := 0.13.9
FONT_SOURCE ?= /usr/share/fonts/opentype/noto
FONT_FILES := NotoSerifCJK-Regular.ttc NotoSerifCJK-Bold.ttc NotoSansCJK-Medium.ttc

# What goes into the wheel. A folder counts too, so that a deleted file is noticed.
WHEEL_INPUTS := $(shell find perf_report templates schema.json form.schema.json report.schema.json pyproject.toml hatch_build.py .gitignore README.md LICENSE THIRD-PARTY.md sbom.cdx.json \
	-name __pycache__ -prune -o -print 2>/dev/null)
WHEEL_STAMP := .venv/installed-wheel

SHELL_SCRIPTS = $(shell grep --files-with-matches '^\#!.*sh$$' scripts/* ci/* .ci/*)
LOCK := .cache/uv/bin/uv pip compile --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade)

# The installed wheel is run and tested, and the sources beside it by `make check` alone.
export PYTHONSAFEPATH := 1

# Homebrew's libraries are not where other builds of Python look. The variable must stand on the
# command itself: macOS takes it away from /bin/sh.
ifeq ($(shell uname),Darwin)
RUN := DYLD_FALLBACK_LIBRARY_PATH="$(shell brew --prefix 2>/dev/null)/lib:/usr/local/lib:/usr/lib"
endif

.NOTPARALLEL:
.PHONY: help build bundle check test coverage mutants fuzz lint doctor bench fonts golden reference docs pictures lock verapdf office release-check clean setup setup-docs setup-dev setup-test setup-office wheel

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

build: setup wheel ## set up what is missing, and build the tables of specs/ into output/
	@$(RUN) $(BIN)/perf-report build $(SPEC) --output $(OUTPUT)

check: lint ## check style and types, and run the fast tests against the sources: what to run while working
	@PYTHONPATH="$(CURDIR)" $(RUN) $(BIN)/pytest --quiet --numprocesses auto --dist worksteal -m "not slow" $(TESTS)

# The first run only collects, and keeps the compiled tests, which each process would compile anew;
# the second reports what it cannot collect. Lint keeps one processor busy, and runs beside it.
test: setup-test wheel ## lint, and test the built wheel
	@$(BIN)/python -c 'import perf_report as p; print("testing", p.__file__); \
		assert "site-packages" in p.__file__, "this is not the installed wheel"'
	@$(MAKE) --no-print-directory lint & lint=$$!; \
		scripts/verapdf --fetch && { PYTHONDONTWRITEBYTECODE= $(RUN) $(BIN)/pytest --quiet --quiet \
			--collect-only $(TESTS) >/dev/null || true; } || { wait $$lint; exit 1; }; \
		wait $$lint
	@$(RUN) $(BIN)/pytest --numprocesses $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(TESTS)

coverage: setup-test wheel ## run all tests, and say which lines and branches of the package they miss
	@scripts/verapdf --fetch
	@rm -rf .cache/coverage
	@$(RUN) $(BIN)/coverage run -m pytest --quiet --numprocesses auto --dist loadfile \
		--no-loadscope-reorder $(TESTS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

mutants: setup-dev wheel ## break each rule on purpose, and see whether the tests notice
	@$(RUN) $(BIN)/python scripts/mutants.py

fuzz: setup-test wheel ## try damaged input at random for SECONDS; SEED repeats a run
	@$(RUN) $(BIN)/python scripts/fuzz.py --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

lint: setup-dev ## check format, style and types
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/shellcheck $(SHELL_SCRIPTS)

office: setup-office wheel ## open the Word and Excel files in LibreOffice, and check them by Apache POI
	@scripts/check-office --fetch
	@$(RUN) $(BIN)/pytest --quiet tests/office/programs.py

verapdf: setup-test wheel ## prove the PDFs of the real and the made-up tables by veraPDF
	@rm -rf .cache/proof && mkdir -p .cache/proof
	@$(RUN) $(BIN)/perf-report new .cache/proof/demo >/dev/null 2>&1
	@echo 'address = "https://example.org/disclosure"' >> .cache/proof/demo/perf-report.toml
	@for project in . .cache/proof/demo; do \
		PERF_REPORT_PROJECT=$$project $(RUN) $(BIN)/perf-report build --format pdf \
			--output .cache/proof/output >/dev/null || exit 1; done
	@scripts/verapdf $$(find .cache/proof/output -name '*.pdf' | sort)

doctor: setup wheel ## show what this machine has and lacks
	@$(RUN) $(BIN)/perf-report doctor

bench: setup-test wheel ## compare speed and memory with their bars
	@$(RUN) $(BIN)/python benchmarks/bench.py --rounds $(ROUNDS)

fonts: setup ## cut the bundled fonts anew from Noto CJK in FONT_SOURCE
	@for file in $(FONT_FILES); do \
		test -f "$(FONT_SOURCE)/$$file" && continue; \
		echo "There is no $(FONT_SOURCE)/$$file; name its folder by FONT_SOURCE=, or run:" >&2; \
		echo "  apt-get install fonts-noto-cjk fonts-noto-cjk-extra" >&2; exit 1; done
	@$(BIN)/python scripts/cut_fonts.py --source "$(FONT_SOURCE)"

golden: setup-test wheel ## write the golden reports and pictures in tests/golden anew; look at the difference
	@$(RUN) $(BIN)/python scripts/write_golden.py
	@$(RUN) $(BIN)/python scripts/write_golden_pages.py

reference: setup-dev wheel ## write docs/rules and docs/reference from the schemas, the data and the code
	@$(RUN) $(BIN)/python scripts/write_rule_docs.py
	@$(RUN) $(BIN)/python scripts/write_reference.py

docs: setup-docs ## build the manual into build/manual; a link that leads nowhere ends it
	@$(BIN)/python scripts/build_manual.py

pictures: setup-test wheel ## draw the pictures in docs/images anew from the running product; look at them
	@$(RUN) $(BIN)/python scripts/write_pictures.py

lock: setup ## pin the packages in requirements*.txt again; UPGRADE=1 takes the newest
	@$(BIN)/python -m venv .cache/uv
	@.cache/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(LOCK) pyproject.toml --group build --output-file requirements.txt >/dev/null
	@$(LOCK) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt >/dev/null
	@$(LOCK) pyproject.toml $(foreach extra,$(BUNDLE_EXTRAS),--extra $(extra)) --constraint requirements-dev.txt \
		--output-file requirements-bundle.txt >/dev/null
	@$(LOCK) --group docs --constraint requirements-dev.txt --output-file requirements-docs.txt >/dev/null
	@$(LOCK) --group release --output-file requirements-release.txt >/dev/null

release-check: setup ## do all of a release but the upload; TAG names the tag that is released
	@$(BIN)/python -m venv .cache/release
	@.cache/release/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--requirement requirements-release.txt
	@$(RUN) .cache/release/bin/python scripts/release_check.py $(if $(TAG),--tag "$(TAG)")

bundle: setup wheel ## put the wheel and all it needs into one archive in dist/; PLATFORM and FOR_PYTHON name others
	@$(BIN)/python scripts/bundle.py dist/*.whl $(if $(PLATFORM),--platform $(PLATFORM)) \
		$(if $(FOR_PYTHON),--python $(FOR_PYTHON))

clean: ## remove the environment, caches and everything that was built
	@rm -rf .venv .cache build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find output -mindepth 1 ! -name .gitkeep -delete

setup:
	@scripts/setup

setup-docs:
	@scripts/setup docs

setup-dev:
	@scripts/setup dev

setup-test:
	@scripts/setup test

setup-office:
	@scripts/setup office

# By a make of its own, which looks at the stamp only when the set-up is done.
wheel: setup
	@$(MAKE) --no-print-directory --silent $(WHEEL_STAMP)

$(WHEEL_STAMP): $(WHEEL_INPUTS) requirements.txt
	@echo "Building and installing the wheel" >&2
	@rm -rf dist
	@$(BIN)/hatchling build --target wheel >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/*.whl
	@touch $@
