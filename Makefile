# `make run` publishes a release, `make test` runs every check, `make unit` the quick ones (a minute), `make soak` what is
# tried at random, on many more examples and moments (hours); `make ui` opens the web interface, `make notebooks` Jupyter
# Lab, `make docs` builds the documentation site into site/ (it runs the notebooks on the newest release).
# uv is taken from the PATH, or brought into .uv.

# Compiled code is kept: without it every command compiles its libraries again, which takes seconds.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
ICDI := .venv/bin/icdi
RELEASED := data/releases/latest.json

.PHONY: run unit test soak check audit ui notebooks docs lock clean

run: .venv/ready
	$(ICDI) run

# Notebooks and tutorials read the newest release: the first one is made for them.
$(RELEASED): | .venv/ready
	$(ICDI) run

unit: .venv/ready
	.venv/bin/pytest -n auto tests/unit

test: check
	.venv/bin/pytest -n auto

soak: .venv/ready
	ICDI_SOAK=1 .venv/bin/pytest -n auto -m soak

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# Withdrawn versions and known weaknesses of the locked packages, where the machine reaches the services that list them.
audit: .venv/ready | $(UV)
	.venv/bin/python .ci/audit.py $(UV)

ui: .venv/ready
	$(ICDI) ui

# Jupyter Lab on this machine only, its kernel that of .venv; it asks no other host for news, updates or extensions.
notebooks: .venv/ready | $(RELEASED)
	.venv/bin/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements
	.venv/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --ip=127.0.0.1 --LabApp.extension_manager=readonly notebooks

docs: .venv/ready | $(RELEASED)
	.venv/bin/sphinx-build --quiet --fail-on-warning --keep-going docs site

# Runtime and development packages, each by version and hash, then this project itself: into .venv, whatever environment
# the person who calls make has activated.
.venv/ready: requirements.lock pyproject.toml | $(UV)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python .venv --require-hashes requirements.lock
	$(UV) pip install --quiet --python .venv --no-deps --editable .
	touch $@

.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet "uv>=0.9"

lock: | $(UV)
	$(UV) pip compile pyproject.toml --extra ui --group dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --quiet -o requirements.lock

clean:
	rm -rf .venv .uv data/tables site
