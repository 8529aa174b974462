# Two commands for a newcomer: `make demo` and `make test`. The others are for those who change the code.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
TRANSLATIONS := $(shell find src -name '*.po')
export LUOTSI_DATA_DIR ?= $(CURDIR)/var
TEST_ENV := LUOTSI_DATA_DIR=$(CURDIR)/var/tests PYTHONWARNINGS=default

.PHONY: demo test test-all check format lock messages bench-documents bench-pages bench-statfin clean

demo: $(VENV)/runtime  ## Make the environment, load the demonstration, serve it
	$(BIN)/luotsi demo

test: check test-sqlite test-postgresql  ## Everything that CI runs

test-all: test  ## As test; room for what takes longer

check: $(VENV)/development  ## Style, types, imports, templates, translations, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache | tail -n 12
	$(BIN)/mypy
	$(BIN)/djlint src --lint --quiet
	$(BIN)/python tools/check_messages.py
	$(BIN)/python tools/audit_dependencies.py

.PHONY: test-sqlite test-postgresql
test-sqlite: $(VENV)/development
	bash tools/install_browser.sh
	$(TEST_ENV) $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test-postgresql: $(VENV)/development
	$(TEST_ENV) $(BIN)/python tools/with_postgresql.py $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not journey" --ignore tests/architecture

.PHONY: test-spark bench-register
test-spark: $(VENV)/development  ## The register counted by a real Spark; slow, needs Java 17 and pyspark
	bash tools/install_java.sh
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group spark
	LUOTSI_TEST_SPARK=1 $(TEST_ENV) $(BIN)/pytest tests/register/test_spark.py

format: $(VENV)/development  ## Put style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint src --reformat --quiet

lock: $(VENV)/uv  ## Pin the newest allowed versions, with hashes
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --upgrade --no-header -q pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --upgrade --no-header -q pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

messages: $(VENV)/development  ## Collect new texts into the translation files
	$(BIN)/python tools/collect_messages.py

bench-documents: $(VENV)/development
	$(BIN)/python benchmarks/documents.py

bench-pages: $(VENV)/development
	$(BIN)/python benchmarks/pages.py

bench-statfin: $(VENV)/development
	$(BIN)/python benchmarks/statfin.py

bench-register: $(VENV)/development
	$(BIN)/python benchmarks/register.py

clean:
	rm -rf $(VENV) var dist

$(VENV)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet "uv>=0.7"
	touch $@

$(VENV)/runtime: $(VENV)/uv requirements.lock pyproject.toml $(TRANSLATIONS)
	test -e $(VENV)/development || $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@

$(VENV)/development: $(VENV)/uv requirements-dev.lock pyproject.toml $(TRANSLATIONS)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@ $(VENV)/runtime
