# The Iraq Incident Atlas: `make run` and `make test` are all that is needed.
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
SOURCES := app.py geo pages tests bench tools

.DEFAULT_GOAL := help
.PHONY: help run test lint bench clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/runtime.stamp ## install what the app needs, build the store, serve on PORT
	$(BIN)/python -m geo build
	@echo "The atlas is at http://localhost:$(PORT) (stop it with Ctrl-C)"
	@# With an address of its own, Streamlit does not ask another host for ours.
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.headless true \
		--browser.serverAddress localhost

test: lint ## lint and types, then unit, property, page, PostgreSQL, nginx and browser tests
	@sh tools/ensure_chromium.sh $(BIN)/python
	@sh tools/ensure_postgres.sh $(BIN)/python
	@sh tools/ensure_nginx.sh $(BIN)/python
	@# A process a core; then the browser, which alone keeps them busy.
	$(BIN)/python -m pytest -m "not browser" -n auto --dist loadfile
	$(BIN)/python -m pytest -m browser

lint: $(VENV)/dev.stamp ## ruff (rules and format), mypy, and a report of known weaknesses of packages
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	@sh tools/audit.sh $(BIN)/python

bench: $(VENV)/dev.stamp ## measure the speed, at 7,651 incidents and at N more (N=1000000; N=0: none), of readings and of loads
	@sh tools/ensure_chromium.sh $(BIN)/python
	$(BIN)/python -m bench.run $(if $(N),--synthetic $(N))
	$(BIN)/python -m bench.readings $(if $(N),--incidents $(N))
	$(BIN)/python -m bench.loads $(if $(N),--rows $(N))

clean: ## remove the virtual environment, caches and what benches wrote; the store stays
	rm -rf $(VENV) .audit .mypy_cache .ruff_cache .pytest_cache .hypothesis bench/out
	find $(SOURCES) -type d -name __pycache__ -prune -exec rm -rf {} +

# Stamps: packages are installed again only when the lists change.
$(VENV)/bin/python:
	@sh tools/make_venv.sh $(VENV)

$(VENV)/runtime.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
