# Specloom's checks: one target each, so that a laptop runs what CI runs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help

# How long each fuzz target runs.
export FUZZTIME ?= 5s
# Without version control's stamp a build works in any checkout.
export GOFLAGS += -buildvcs=false

# A Node.js that setup had to fetch comes before an older one.
export PATH := $(CURDIR)/bin:$(PATH)

# Every module; those that are used here and handed on to nobody; those that are
# released; those whose tests need a browser, and so run once, with the race
# detector and after the others, since a starved browser is a slow one.
MODULES  := $(sort $(patsubst %/,%,$(dir $(shell find . -name go.mod -not -path '*/node_modules/*' -not -path '*/testdata/*'))))
INNER    := $(filter ./e2e ./benchmarks ./tools,$(MODULES))
RELEASED := $(filter-out $(INNER),$(MODULES))
BROWSER  := ./e2e
# Those that go.work joins.
WORK      = $(patsubst $(CURDIR)%,.%,$(shell go list -m -f '{{.Dir}}'))

# All that `make test` runs, the quick ones first.
CHECKS := check-tidy check-format vet check-page race modules lint check-licences check-api fuzz

.PHONY: help
help: ## Says what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: test
test: setup ## Sets up and runs every check below: what CI runs
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

.PHONY: setup
setup: ## Installs the Debian packages that the checks need, where missing
	@tools/setup

.PHONY: format
format: bin/golangci-lint ## Formats all Go files (gofumpt, gci)
	@bin/golangci-lint fmt

.PHONY: check-format
check-format: bin/golangci-lint ## Fails if a Go file is not formatted
	$(call title)
	@bin/golangci-lint fmt --diff

.PHONY: vet
vet: ## go vet on all modules of go.work
	$(call title)
	@go vet work

.PHONY: lint
lint: bin/golangci-lint ## golangci-lint on every module, by .golangci.yml
	$(call title)
	@status=0; for module in $(MODULES); do \
		echo "lint: $$module"; \
		(cd $$module && GOWORK=off $(CURDIR)/bin/golangci-lint run --config $(CURDIR)/.golangci.yml) || status=1; \
	done; exit $$status

.PHONY: race
race: bin/gotest ## go test with the race detector, all modules of go.work
	$(call title)
	@status=0; \
	bin/gotest -race $(addsuffix /...,$(filter-out $(BROWSER),$(WORK))) || status=1; \
	bin/gotest -race $(addsuffix /...,$(filter $(BROWSER),$(WORK))) || status=1; \
	exit $$status

.PHONY: modules
modules: bin/gotest ## Each module as its users see it, without go.work
	$(call title)
	@status=0; for module in $(MODULES); do \
		echo "modules: $$module"; \
		case " $(BROWSER) " in \
		*" $$module "*) test=(go test -c -o /dev/null) ;; \
		*) test=($(CURDIR)/bin/gotest) ;; \
		esac; \
		(cd $$module && export GOWORK=off && go build ./... && go vet ./... && "$${test[@]}" ./...) || status=1; \
	done; exit $$status

.PHONY: tidy
tidy: ## go mod tidy in every module
	@for module in $(MODULES); do (cd $$module && GOWORK=off go mod tidy); done

.PHONY: check-tidy
check-tidy: ## Fails if a go.mod or go.sum is not tidy
	$(call title)
	@status=0; for module in $(MODULES); do \
		(cd $$module && GOWORK=off go mod tidy -diff) || { echo "tidy: $$module is not; run make tidy"; status=1; }; \
	done; exit $$status

.PHONY: page
page: ## Bundles ui/web into ui/assets
	@tools/page/bundle.sh

.PHONY: screenshot
screenshot: ## Takes the README's screenshot from the browser tests
	@folder=$$(mktemp -d); \
	SPECLOOM_SCREENSHOTS=$$folder SPECLOOM_REQUIRE=all go test -count=1 -run 'TestScreenshots' ./e2e && \
	mkdir -p docs && cp $$folder/list.png docs/screenshot.png; \
	rm -rf $$folder

.PHONY: check-page
check-page: ## Types, unit tests and freshness of the page's bundle
	$(call title)
	@ui/web/check.sh

.PHONY: fuzz
fuzz: ## Every fuzz target for FUZZTIME (5s) each
	$(call title)
	@tools/fuzz

.PHONY: bench
bench: ## Specloom beside its peers: a table of ratios (BENCHTIME=5x rounds each)
	$(call title)
	@cd benchmarks && go test -run '^$$' -bench . -benchtime $${BENCHTIME:-5x} -timeout 1h .

.PHONY: check-api
check-api: bin/apidiff ## The exported API against the last release
	$(call title)
	@tools/api $(RELEASED)

.PHONY: check-licences
check-licences: bin/licences ## Lists the licences of all dependencies; unknown ones fail
	$(call title)
	@bin/licences $(RELEASED) -run $(INNER)

.PHONY: clean
clean: ## Removes the tools that were built
	@rm -rf bin

# The tools, at the versions that tools/go.mod pins. As files in bin they are
# linked once; without go.work, which they are not part of.
bin/golangci-lint: package := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
bin/apidiff: package := golang.org/x/exp/cmd/apidiff
bin/gotest: package := ./gotest
bin/licences: package := ./licences
bin/gotest: $(wildcard tools/gotest/*.go)
bin/licences: $(wildcard tools/licences/*.go)
bin/golangci-lint bin/apidiff bin/gotest bin/licences: tools/go.mod tools/go.sum
	@echo "building $@"
	@cd tools && GOWORK=off go build -o ../$@ $(package)
	@touch $@

define title
@printf '\n== %s\n' $@
endef
