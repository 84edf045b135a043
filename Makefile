# `make check` is what .ci/run begins with; `make fix` mends what can be mended.
.PHONY: check fix test demo

check:
	.ci/quick

fix:
	uv run ruff format .
	uv run ruff check --fix .
	git ls-files --cached --others --exclude-standard -z -- '*.html' | xargs -0 uv run djade --target-version 6.1

test:
	uv run pytest

demo:
	uv run bryggan demo
