# The cockpit.  Each target does all set-up by itself on a fresh machine.
#
#   make demo      the three experiments: TPC-H Q6, k-means and a classifier in SQL
#   make test      everything that CI runs
#   make bench     beside DuckDB, into bench/results; QUICK=1 for a short look, SCALE=10, SPARK=1 for Spark too
#   make bench-compile  CPU time of compiling the 22 TPC-H queries, beside what it may be
#   make bench-start    the first answer of a process, and planning, of TPC-H's queries
#   make test-tpch, test-tpch-spark, test-tpcds   longer proofs beside DuckDB, at SCALE
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
.PHONY: build demo test bench deps golden format format-check clean bench-compile bench-start
.PHONY: test-java distribution test-start test-sanitized test-sanitized-query test-fuzz fuzz
.PHONY: bench-jar bench-queries bench-tpch bench-spark bench-native

build: deps
	scripts/build

demo: build
	./tensorflare demo

# ---- Tests: the same steps here and in CI.  Steps whose tool is missing say SKIPPED, and fail where CI=true. ----

TEST_STEPS := format-check test-java test-start test-sanitized test-sanitized-query test-fuzz

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

# What Maven has built, as ./tensorflare runs it.
distribution:
	scripts/distribution

test-start: distribution
	scripts/test-start

test-sanitized-query: distribution
	scripts/test-sanitized-query

test-fuzz:
	scripts/fuzz 10

fuzz: deps
	scripts/fuzz $(SECONDS_EACH)

# ---- Benchmarks ----

SCALE ?= 1
BENCH_DATA := build/bench-data
TPCH_DATA = $(BENCH_DATA)/tpch-$(SCALE)
BENCH_CLASSPATH = bench/target/tensorflare-bench.jar:$$(cat bench/target/classpath.txt)
BENCH_JAVA = java @bench/jvm.options -cp "$(BENCH_CLASSPATH)"
SPARK_CLASSPATH = bench/spark/target/bench-spark.jar:$$(cat bench/spark/target/classpath.txt)

ifeq ($(QUICK),)
bench: bench-native bench-queries bench-tpch
else
bench: bench-tpch
endif

bench-jar: build
	$(MVN) -q package -DskipTests -Dmaven.test.skip -pl bench -am

bench-queries: bench-jar $(BENCH_DATA)/generated/lineitem.parquet $(BENCH_DATA)/generated/crime.parquet
	$(BENCH_JAVA) io.tensorflare.bench.Main $(BENCH_DATA) bench/results/queries.md

bench-tpch: bench-jar $(TPCH_DATA)/generated/lineitem.parquet $(if $(SPARK),bench-spark)
	$(BENCH_JAVA) io.tensorflare.bench.tpc.TpchBenchmark $(if $(QUICK),--quick) --scale $(SCALE) $(TPCH_DATA) bench/results

# Minutes; its times are read from spark.csv until the data is deleted.
bench-spark: bench-jar $(TPCH_DATA)/generated/lineitem.parquet
	$(MVN) -q -f bench/spark/pom.xml package
	$(BENCH_JAVA) io.tensorflare.bench.tpc.TpchBenchmark --prepare --scale $(SCALE) $(TPCH_DATA) bench/results
	java @bench/spark/jvm.options -cp "$(SPARK_CLASSPATH)" io.tensorflare.bench.spark.SparkTpch \
	    $(TPCH_DATA) planner/src/test/resources/tpch $(TPCH_DATA)/spark.csv 3

$(BENCH_DATA)/tpch-%/generated/lineitem.parquet: | build
	./tensorflare generate tpch --scale $* --out $(@D) --overwrite

$(BENCH_DATA)/generated/lineitem.parquet: | $(BENCH_DATA)/tpch-1/generated/lineitem.parquet
	mkdir -p $(@D) && ln -sf ../tpch-1/generated/lineitem.parquet $@

$(BENCH_DATA)/generated/crime.parquet: | build
	./tensorflare generate crime --rows 2000000 --out $@

# ---- Longer proofs, not part of `make test`: minutes each ----

.PHONY: test-tpch test-tpch-spark test-tpcds

PROVE = $(MVN) -q package -Dspotless.check.skip -pl bench -am -Dsurefire.failIfNoSpecifiedTests=false

# All 22 answers at SCALE on 1, 2 and 7 threads; NULLS=true makes one value of ten null.
test-tpch: $(TPCH_DATA)/generated/lineitem.parquet
	$(PROVE) -Dtest=TpchFolderTest -Dtensorflare.tpch=$(CURDIR)/$(TPCH_DATA)/generated -Dtensorflare.tpch.nulls=$(NULLS)

# The same on files that Spark wrote.
test-tpch-spark: $(TPCH_DATA)/generated/lineitem.parquet
	$(MVN) -q -f bench/spark/pom.xml package
	java @bench/spark/jvm.options -cp "$(SPARK_CLASSPATH)" io.tensorflare.bench.spark.SparkFiles \
	    $(TPCH_DATA)/generated $(TPCH_DATA)/spark
	$(PROVE) -Dtest=TpchFolderTest -Dtensorflare.tpch=$(CURDIR)/$(TPCH_DATA)/spark

# All of TPC-DS at SCALE; 0.1 is a good one.
test-tpcds: $(BENCH_DATA)/tpcds-$(SCALE)/store_sales.parquet
	$(PROVE) -Dtest=TpcdsTest -Dtensorflare.tpcds=$(CURDIR)/$(BENCH_DATA)/tpcds-$(SCALE)

$(BENCH_DATA)/tpcds-%/store_sales.parquet: | build
	./tensorflare generate tpcds --scale $* --out $(@D) --overwrite

# Seconds to the first answer of a process, and warm planning, of all 22 queries.  Wants a quiet machine.
bench-start: bench-jar $(TPCH_DATA)/generated/lineitem.parquet
	$(BENCH_JAVA) io.tensorflare.bench.tpc.StartBenchmark ./tensorflare $(TPCH_DATA)/generated bench/results/start.md

# CPU time of compiling queries (files, or folders of them), by compiler; COMPILERS=gcc,clang,tcc.
COMPILERS ?= gcc
COMPILE_QUERIES ?= planner/src/test/resources/tpch
bench-compile: build $(BENCH_DATA)/tiny/lineitem.parquet
	$(MVN) -q package -DskipTests -Dmaven.test.skip -pl bench -am
	java @bench/jvm.options -cp "$(BENCH_CLASSPATH)" io.tensorflare.bench.CompileCost $(BENCH_DATA)/tiny $(COMPILERS) $(COMPILE_QUERIES)

$(BENCH_DATA)/tiny/lineitem.parquet: | build
	./tensorflare generate tpch --scale 0.01 --out $(@D) --overwrite

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
