# `make` lists the targets; each line with two hashes is one.

PREFIX ?= /usr/local
DESTDIR ?=
DATA ?= ../shared/data/sgd_dev.jsonl.gz

SOAK_SEEDS ?= 1000000

core := .build-core
swift_files := Package.swift Sources bindings/swift Tests/ConversationTrackerTests Tests/Conformance/adapters/swift \
  Server/Package.swift Server/Sources Server/Tests Benchmarks/Swift/Package.swift Benchmarks/Swift/Sources
c_files = $(shell git ls-files '*.c' '*.h' '*.hpp' '*.cpp')
strict := -Xswiftc -warnings-as-errors
test_support := PYTHONDONTWRITEBYTECODE=1 python3

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: dependencies
dependencies:
	@packaging/install-dependencies.sh

.PHONY: core
core: dependencies
	@cmake -S . -B $(core) -G Ninja -DAGS_WERROR=ON >/dev/null
	@cmake --build $(core)

# The debug build of everything that the demo and the end-to-end tests run.
.PHONY: programs
programs: core
	swift build --product agentsight-example
	swift build --package-path Server --product agentsight

.PHONY: build
build: dependencies ## build the library and the agentsight command (release)
	@cmake -S . -B $(core) -G Ninja >/dev/null
	@cmake --build $(core)
	swift build -c release --static-swift-stdlib --package-path Server --product agentsight

.PHONY: install
install: build ## install under PREFIX (default /usr/local; DESTDIR is honoured)
	cmake -S . -B $(core) -G Ninja -DCMAKE_INSTALL_PREFIX=$(PREFIX) >/dev/null
	DESTDIR=$(DESTDIR) cmake --install $(core)
	install -D -m 755 Server/.build/release/agentsight $(DESTDIR)$(PREFIX)/bin/agentsight
	sed 's|@PREFIX@|$(PREFIX)|' packaging/agentsight.service.in >$(core)/agentsight.service
	install -D -m 644 $(core)/agentsight.service $(DESTDIR)$(PREFIX)/lib/systemd/system/agentsight.service

.PHONY: demo
demo: programs ## a collector with TLS, two tracked conversations, a dashboard; DEMO_EXIT=1 ends after the transcripts
	@$(test_support) Tests/EndToEnd/demo.py

.PHONY: test
test: test-core test-swift test-server test-python test-conformance test-end-to-end test-operation ## everything that is fast

.PHONY: test-core
test-core: core
	ctest --test-dir $(core) --output-on-failure -j2

.PHONY: simulate
simulate: core ## the core in simulated worlds: SEED=N tells the story of one, SEEDS=N runs the first so many
	@$(if $(SEED),$(core)/Tests/Simulation/simulation --trace $(SEED),$(core)/Tests/Simulation/simulation 1 $(or $(SEEDS),10000))

.PHONY: torture
torture: core ## each allocation and each system call of a tracker's life fails in turn; SPOOL_KILLS=1000 spooling processes are killed
	@ctest --test-dir $(core) -R '^torture' -V --output-on-failure
	@AGS_SPOOL_ROUNDS=$(or $(SPOOL_KILLS),1000) ctest --test-dir $(core) -R '^spool_kill' -V --output-on-failure

.PHONY: test-mutations
test-mutations: dependencies ## breaks the core in one place after another, and expects the simulation to notice
	@$(test_support) Tests/Simulation/mutations.py .build-mutations

.PHONY: soak
soak: soak-core soak-collector ## what takes long: a million simulated worlds (SOAK_SEEDS), an outage of ten minutes, an hour of a tracker and of a collector (SOAK_MINUTES)

.PHONY: soak-collector
soak-collector: programs
	$(test_support) Tests/Operation/soak.py

.PHONY: soak-core
soak-core: core
	@AGS_SOAK=1 ctest --test-dir $(core) -R 'slow_answers|steady' -V --output-on-failure
	@for first in 10000000 20000000; do \
	  $(core)/Tests/Simulation/simulation $$first $$(($(SOAK_SEEDS) / 2)) & pids="$$pids $$!"; \
	done; failed=0; for pid in $$pids; do wait $$pid || failed=1; done; exit $$failed

.PHONY: test-sanitizers
test-sanitizers: test-python-sanitizers ## the core's tests under AddressSanitizer, UndefinedBehaviorSanitizer and ThreadSanitizer
	@for sanitizer in address,undefined thread; do \
	  build=.build-sanitizer-$${sanitizer%%,*}; \
	  CC=gcc CXX=g++ cmake -S . -B $$build -G Ninja -DAGS_WERROR=ON -DAGS_SANITIZE=$$sanitizer >/dev/null && \
	  cmake --build $$build && ctest --test-dir $$build --output-on-failure -j2 || exit 1; \
	done

.PHONY: fuzz
fuzz: dependencies ## the core's parsers and writers under libFuzzer; FUZZ_SECONDS=60 for each target
	@CC=clang cmake -S Tests/Fuzz -B .build-fuzz -G Ninja >/dev/null
	@cmake --build .build-fuzz
	@Tests/Fuzz/run.sh .build-fuzz

.PHONY: coverage
coverage: dependencies ## line coverage of the core, and why no test reaches the other lines
	@$(test_support) Tests/CAgentSightTests/coverage.py .build-coverage

.PHONY: check-abi
check-abi: dependencies ## the library's interface against the committed baseline
	@packaging/install-dependencies.sh abigail-tools
	@Tests/ABI/check.sh

.PHONY: test-swift
test-swift: dependencies
	swift test $(strict)

.PHONY: test-server
test-server: dependencies
	swift test --package-path Server

.PHONY: wheel
wheel: dependencies ## the Python module: source distribution and wheel in .build-python/dist
	@Tests/PythonTests/run.sh .build-python wheel

.PHONY: test-python
test-python: dependencies
	@Tests/PythonTests/run.sh .build-python test

.PHONY: test-python-sanitizers
test-python-sanitizers: dependencies
	@Tests/PythonTests/run.sh .build-python sanitize

.PHONY: test-conformance
test-conformance: core ## the scenarios through the C, C++, Swift and Python interfaces: the same bytes from all
	@Tests/Conformance/run.sh $(core) .build-python

.PHONY: conformance-update
conformance-update: core ## write the scenarios' expectations anew, from what C does; review the difference
	@UPDATE=1 Tests/Conformance/run.sh $(core) .build-python c

.PHONY: test-end-to-end
test-end-to-end: programs
	$(test_support) -m unittest discover -s Tests/EndToEnd -v

.PHONY: test-operation
test-operation: programs
	@packaging/install-dependencies.sh strace systemd
	$(test_support) -m unittest discover -s Tests/Operation -v

.PHONY: test-browser
test-browser: dependencies ## the dashboard in a headless Chromium; TESTS='-k Keyboard' runs some
	@packaging/install-dependencies.sh chromium chromium-driver
	swift build --package-path Server --product agentsight
	@Tests/Browser/run.sh .build-browser test $(TESTS)

.PHONY: screenshots
screenshots: dependencies ## pictures of every page in .build-screenshots, filled with the dialogues of DATA
	@packaging/install-dependencies.sh chromium chromium-driver
	swift build --package-path Server --product agentsight
	@Tests/Browser/run.sh .build-browser screenshots .build-screenshots $(DATA)

.PHONY: torture-collector
torture-collector: programs ## a collector killed KILL_ROUNDS (1,000) times during commits, without power, among 5,000 slow callers and viewers
	@packaging/install-dependencies.sh strace
	KILL_ROUNDS=$(or $(KILL_ROUNDS),1000) POWER_LOSSES=1000 MIGRATION_STRIDE=1 SLOW_CONNECTIONS=5000 LIVE_VIEWERS=5000 $(test_support) \
	  -m unittest discover -s Tests/Operation -k KillTests -k PowerLossTests -k MigrationTests -k ManySlowTests -k ManyViewersTests -v
	KEY_TIMINGS=100000 swift test --package-path Server --filter KeyTimingTests

.PHONY: test-replay
test-replay: programs ## all conversations of DATA through tracker and collector, compared byte for byte
	REPLAY_FILE=$(DATA) REPLAY_LIMIT=0 $(test_support) -m unittest discover -s Tests/EndToEnd -p 'test_replay.py' -v

.PHONY: bench
bench: dependencies ## measure; figures are ratios within one run; BENCH="track send" picks some
	@Benchmarks/install-peers.sh
	@cmake -S . -B .build-bench -G Ninja -DAGS_BUILD_BENCHMARKS=ON -DAGS_BUILD_TESTS=OFF >/dev/null
	@cmake --build .build-bench
	@Benchmarks/run.sh .build-bench $(BENCH)

.PHONY: format
format: ## format all sources
	@packaging/install-dependencies.sh clang-format
	swift format format --in-place --recursive --configuration .swift-format $(swift_files)
	clang-format -i $(c_files)

.PHONY: check-format
check-format:
	@packaging/install-dependencies.sh clang-format
	swift format lint --strict --recursive --configuration .swift-format $(swift_files)
	clang-format --dry-run --Werror $(c_files)

.PHONY: clean
clean: ## remove everything that was built
	rm -rf .build* Server/.build*
