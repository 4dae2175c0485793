package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs mean the same whoever compiles them. */
class CompilersTest {
    private static final List<String> QUERIES =
            List.of(
                    "select id, n + 1, p * 2, w - 1, d / 2, m and e, case when n < 5 then 'low' else 'high' end from numbers order by id",
                    "select count(*), sum(n), avg(p), min(w), max(d), stddev_pop(d) from numbers where k <> 3 and (n > 2 or n is null)",
                    "select k, n, count(*), sum(p), count(distinct s) from numbers group by k, n order by k, n",
                    "select w, count(*), max(u) from words where w like 'word 1%' group by w order by w",
                    "select upper(u), substring(w, 2, 3), w || u from words order by id limit 50",
                    "select extract(year from d) as y, count(*) from days group by y order by y",
                    "select id, w from numbers order by w desc, id limit 17 offset 5",
                    "select k from numbers where id < 3 union all select 7 from one");

    @TempDir static Path folder;

    @BeforeAll
    static void write() throws SQLException {
        try (DuckDb duckdb = new DuckDb()) {
            TestTables.write(duckdb, folder);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clang", "tcc"})
    void giveTheAnswersOfTheDefault(String compiler) {
        boolean found =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, compiler)));
        if (!found && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(compiler + " is missing, and CI must have it");
        }
        Assumptions.assumeTrue(found, "SKIPPED: " + compiler + " is not installed");
        EngineOptions options =
                EngineOptions.defaults().withCacheDirectory(folder.resolve("cache"));
        try (TensorFlare usual = TensorFlare.open(options);
                TensorFlare other = TensorFlare.open(options.withCompiler(compiler))) {
            for (TensorFlare engine : List.of(usual, other)) {
                TestTables.NAMES.forEach(
                        name ->
                                engine.registerTable(
                                        name, folder.resolve(name + ".parquet").toString()));
            }
            assertTrue(other.inspect("select 1").compileCommand().contains("/" + compiler));
            for (String query : QUERIES) {
                assertEquals(
                        "",
                        Rows.difference(
                                Rows.read(usual.query(query)), Rows.read(other.query(query)), true),
                        query);
            }
        }
    }
}
