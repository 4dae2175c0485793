# The cockpit.  Each target does all set-up by itself on a fresh machine.
#
#   make demo      the three experiments: TPC-H Q6, k-means and a classifier in SQL
#   make test      everything that CI runs
#   make bench     beside DuckDB, one Markdown table
#   make build     the launcher ./tensorflare and what it needs
#   make deps      finds what is missing and installs it (apt), or names the packages
#   make golden    rewrites the golden plans and C programs; review them as a diff
#   make format    formats Java and C;  make format-check only looks
#   make fuzz      fuzzes the decoders for SECONDS_EACH (60) seconds each, with clang
#   make clean

SHELL := bash
MVN := mvn -B -ntp
JOBS := 2
SECONDS_EACH ?= 60
C_FILES = $(shell find native -name '*.[ch]' -o -name '*.cpp')

.DEFAULT_GOAL := build
.PHONY: build demo test bench deps golden format format-check clean
.PHONY: test-java test-sanitized test-sanitized-query test-fuzz fuzz bench-native

build: deps
	scripts/build

demo: build
	./tensorflare demo

# ---- Tests: the same steps here and in CI.  Steps whose tool is missing say SKIPPED, and fail where CI=true. ----

TEST_STEPS := format-check test-java test-sanitized test-sanitized-query test-fuzz

# A step that fails doesn't keep the others from running.
test: deps
	@mkdir -p build && touch build/test-start
	@status=0; $(MAKE) -k $(TEST_STEPS) || status=1; echo; scripts/test-summary build/test-start || status=1; \
	[ $$status = 0 ] && echo "make test: all steps passed" || { echo "make test: a step failed, see above"; exit 1; }

# Java tests, goldens, ctest and imports.  Tests that fail don't keep other modules from being tested.
test-java:
	@mkdir -p build && touch build/test-java-start
	$(MVN) verify -fae -Dspotless.check.skip -Dmaven.test.failure.ignore
	@scripts/test-summary build/test-java-start

test-sanitized:
	cmake -S . -B build/sanitize -DFLARE_SANITIZE=ON
	cmake --build build/sanitize --parallel $(JOBS)
	ASAN_OPTIONS=detect_stack_use_after_return=1 ctest --test-dir build/sanitize --output-on-failure --no-tests=error \
	    --output-log $(CURDIR)/build/sanitize/ctest.log

test-sanitized-query:
	scripts/test-sanitized-query

test-fuzz:
	scripts/fuzz 10

fuzz: deps
	scripts/fuzz $(SECONDS_EACH)

# ---- Benchmarks ----

BENCH_DATA := build/bench-data
BENCH_CLASSPATH = bench/target/tensorflare-bench.jar:$$(cat bench/target/classpath.txt)

bench: build bench-native $(BENCH_DATA)/generated/lineitem.parquet $(BENCH_DATA)/generated/crime.parquet
	$(MVN) -q package -DskipTests -Dmaven.test.skip -pl bench -am
	java @bench/jvm.options -cp "$(BENCH_CLASSPATH)" io.tensorflare.bench.Main $(BENCH_DATA) bench/results/queries.md

$(BENCH_DATA)/generated/lineitem.parquet: | build
	./tensorflare generate tpch --scale 1 --out $(@D) --overwrite

$(BENCH_DATA)/generated/crime.parquet: | build
	./tensorflare generate crime --rows 2000000 --out $@

bench-native:
	@scripts/deps bench
	cmake -S . -B build/bench -DFLARE_BENCH=ON
	cmake --build build/bench --parallel $(JOBS) --target benchmarks
	set -e; for program in build/bench/bench_*; do [ ! -x "$$program" ] || "$$program"; done

# ---- Care ----

deps:
	@scripts/deps

golden: deps
	$(MVN) test -pl c-emitter -am -Dgolden.update=true

format:
	$(MVN) -q spotless:apply
	clang-format -i $(C_FILES)

format-check:
	$(MVN) -q spotless:check -fae
	@scripts/check-format $(C_FILES)

clean:
	$(MVN) -q clean
	rm -rf build
