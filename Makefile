# The two commands of a newcomer; each does all of its own set-up.
.PHONY: demo test bench lint package audit

demo:
	@sh packaging/setup.sh
	@.venv/bin/python -m app demo

test:
	@sh packaging/setup.sh test
	@.venv/bin/python -m pytest

bench:
	@sh packaging/setup.sh test
	@.venv/bin/python packaging/render_benchmarks.py

package:
	@sh packaging/setup.sh package
	@.venv/bin/python packaging/freeze.py

lint:
	@sh packaging/setup.sh test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/bandit -q -c pyproject.toml -r app packaging

# Asks PyPI's advisory service about every pinned package, so it needs the network.
audit:
	@sh packaging/setup.sh audit
	@.venv/bin/pip-audit --requirement packaging/constraints.txt --no-deps --disable-pip
