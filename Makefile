# The two commands of a newcomer; each does all of its own set-up.
.PHONY: demo test bench lint

demo:
	@sh packaging/setup.sh
	@.venv/bin/python -m app demo

test:
	@sh packaging/setup.sh test
	@.venv/bin/python -m pytest

bench:
	@sh packaging/setup.sh test
	@.venv/bin/python -m app bench all

lint:
	@sh packaging/setup.sh test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
