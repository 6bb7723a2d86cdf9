# The developer's door. Everything runs in .venv-test, which scripts/install.sh makes.
BIN = .venv-test/bin

.PHONY: help install demo test check bench pictures lock

help:
	@echo "make demo      open the dashboard with the sample district"
	@echo "make test      run every test, browser tests included (sh scripts/test.sh -k WORD runs some)"
	@echo "make check     ruff, mypy and the import contracts"
	@echo "make bench     time the analysis, imports, a typed score and the pages, and how often the rules are wrong and probabilities come true; writes docs/benchmarks.md, docs/decision-quality.md"
	@echo "make pictures  take docs/student.png anew, and each page into build/pictures, light and dark, wide and narrow"
	@echo "make lock      write requirements.lock anew from pyproject.toml"

install:
	@sh scripts/install.sh .venv-test

demo:
	@sh scripts/demo.sh

test:
	@sh scripts/test.sh

check: install
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	$(BIN)/python tests/benchmarks/bench.py
	$(BIN)/python tests/benchmarks/decision_quality.py
	$(BIN)/python tests/benchmarks/goal_calibration.py

pictures: install
	$(BIN)/python -m pytest tests/browser/pictures.py

# pip-tools is not in the lock (it would lock itself): `.venv-test/bin/pip install pip-tools` first.
lock: install
	$(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --extra test -P duckdb==1.5.5 -P streamlit==1.67.0 -o requirements.lock pyproject.toml
