# Every target does its own set-up; the first run makes .venv from the locked, hashed dependencies.
PYTHON ?= python3
VENV := .venv
ZHIBU := $(VENV)/bin/zhibu
DEST ?=
KIND ?= news
SITE ?= dangwei
TITLE ?=

LOCK := uv pip compile pyproject.toml --no-strip-extras --generate-hashes --universal --python-version 3.11 --no-header -q

.PHONY: site serve check test faults soak lint words judges peers lighthouse new publish rollback s3 sign pdf dask bench lock clean
site: $(VENV)/.ready         ## build the demonstration network and say where to look
	@$(ZHIBU) build
serve: $(VENV)/.ready        ## build, watch, reload the browser
	@$(ZHIBU) serve
check: $(VENV)/.ready        ## read and check everything, write nothing
	@$(ZHIBU) check
new: $(VENV)/.ready          ## make new KIND=notice SITE=zhuangpei TITLE=标题
	@$(ZHIBU) new $(KIND) --site $(SITE) $(TITLE)
publish: $(VENV)/.ready      ## make publish DEST=/srv/www
	@$(ZHIBU) publish $(DEST)
rollback: $(VENV)/.ready     ## back to the release before
	@$(ZHIBU) rollback
s3: $(VENV)/.ready           ## what publishing to object storage needs
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-s3.txt
sign: $(VENV)/.ready         ## what signing manifests needs
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-sign.txt
pdf: $(VENV)/.ready          ## what PDF of study packs needs (and Pango of the system)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pdf.txt
dask: $(VENV)/.ready         ## what building on many machines needs
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dask.txt
test: $(VENV)/.ready-dev     ## every test
	@$(VENV)/bin/python -m pytest
faults: $(VENV)/.ready-dev   ## every promise, P1 to P18, with hundreds of faults: under ten minutes, prints the figures
	@ZHIBU_LEVEL=faults $(VENV)/bin/python -m pytest -m promise
soak: $(VENV)/.ready-dev     ## every promise with every fault; takes long, prints the figures
	@ZHIBU_LEVEL=soak $(VENV)/bin/python -m pytest -m promise
lint: $(VENV)/.ready-dev     ## format, rules, types, spelling
	@$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check . && $(VENV)/bin/mypy && $(VENV)/bin/codespell
words: $(VENV)/.ready-dev    ## bring the words of the interface into the catalogues; then translate the new ones
	@$(VENV)/bin/python -m docs.developers.words
judges: $(VENV)/.ready-judges ## what judges pages in tests: axe-core, the Nu HTML checker, EPUBCheck, Lighthouse (needs npm)
lighthouse: $(VENV)/.ready-dev $(VENV)/.ready-judges ## Lighthouse on three pages, prints its figures; wants the machine to itself
	@$(VENV)/bin/python -m pytest -n 0 tests/quality/lighthouse.py
peers: $(VENV)/.ready-peers  ## the peer of our search in the benchmark: Pagefind (needs npm)
bench: $(VENV)/.ready-dev $(VENV)/.ready-peers ## time zhibu beside its peers; rewrites the tables in docs/benchmarks.md
	@$(VENV)/bin/python -m bench
lock:                        ## refresh the locked dependencies (needs uv); what is tested is what is installed
	$(LOCK) --extra s3 --extra sign --extra pdf --extra dask --group install --group dev -o requirements-dev.txt
	$(LOCK) --extra s3 --group install -c requirements-dev.txt -o requirements-s3.txt
	$(LOCK) --extra sign --group install -c requirements-dev.txt -o requirements-sign.txt
	$(LOCK) --extra pdf --group install -c requirements-dev.txt -o requirements-pdf.txt
	$(LOCK) --extra dask --group install -c requirements-dev.txt -o requirements-dask.txt
	$(LOCK) --group install -c requirements-dev.txt -o requirements.txt
clean:                       ## remove what was built, keep what was written
	rm -rf output .cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
$(VENV)/.ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@
$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
$(VENV)/.ready-judges: tests/quality/package-lock.json | $(VENV)/bin/python
	@mkdir -p $(VENV)/judges && cp tests/quality/package.json tests/quality/package-lock.json tests/quality/.npmrc $(VENV)/judges
	@cd $(VENV)/judges && npm ci --silent
	@touch $@
$(VENV)/.ready-peers: bench/search/package-lock.json | $(VENV)/bin/python
	@mkdir -p $(VENV)/peers && cp bench/search/package.json bench/search/package-lock.json bench/search/.npmrc $(VENV)/peers
	@cd $(VENV)/peers && npm ci --silent
	@touch $@
