package io.tensorflare.planner;

import io.tensorflare.plan.Model;
import io.tensorflare.plan.Type;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans queries, renders the plans back to SQL, and compares DuckDB's answers to the plan and to
 * the original text.
 */
class AnswersTest {
    private static DuckDb duckDb;
    private static Answers answers;

    @BeforeAll
    static void load() throws SQLException {
        duckDb = new DuckDb();
        MemoryCatalog catalog =
                duckDb.catalog()
                        .model(
                                new Model(
                                        "classifier",
                                        List.of(Type.DOUBLE, Type.DOUBLE),
                                        Type.BIGINT));
        answers = new Answers(duckDb, catalog);
    }

    @AfterAll
    static void close() throws SQLException {
        duckDb.close();
    }

    static List<String> tpch() {
        return IntStream.rangeClosed(1, 22)
                .mapToObj(i -> String.format("/tpch/q%02d.sql", i))
                .toList();
    }

    /** The corpus: ours, or ours and DuckDB's after a line "-- duckdb". */
    static List<String> corpus() {
        List<String> queries = new ArrayList<>();
        for (String file : List.of("/corpus/queries.sql", "/corpus/windows.sql")) {
            for (String block : DuckDb.resource(file).split("\n\\s*\n")) {
                if (!block.replaceAll("(?m)^--.*$", "").isBlank()) {
                    queries.add(block.strip());
                }
            }
        }
        return queries;
    }

    @ParameterizedTest
    @MethodSource("tpch")
    void answersTpch(String resource) throws SQLException {
        String sql = DuckDb.resource(resource);
        answers.assertSame(sql, sql);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void answersCorpus(String block) throws SQLException {
        String[] parts = block.split("-- duckdb\\s*\n", 2);
        answers.assertSame(parts[0], parts[parts.length - 1]);
    }

    static List<Arguments> forced() {
        List<PlannerOptions> variants =
                List.of(
                        PlannerOptions.DEFAULT.withJoins(PlannerOptions.Joins.HASH),
                        PlannerOptions.DEFAULT.withJoins(PlannerOptions.Joins.DENSE),
                        PlannerOptions.DEFAULT.withJoins(PlannerOptions.Joins.LOOP),
                        PlannerOptions.DEFAULT.withBuild(PlannerOptions.Build.LEFT),
                        PlannerOptions.DEFAULT.withBuild(PlannerOptions.Build.RIGHT),
                        PlannerOptions.DEFAULT.withAggregates(PlannerOptions.Aggregates.EARLY),
                        PlannerOptions.DEFAULT.withAggregates(PlannerOptions.Aggregates.LATE),
                        PlannerOptions.DEFAULT.withFetch(PlannerOptions.Fetch.LATE),
                        PlannerOptions.DEFAULT.withFetch(PlannerOptions.Fetch.EARLY),
                        PlannerOptions.DEFAULT.withoutTrust());
        List<Arguments> all = new ArrayList<>();
        for (PlannerOptions options : variants) {
            tpch().forEach(resource -> all.add(Arguments.of(options, resource)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("forced")
    void answersTpchHoweverForced(PlannerOptions options, String resource) throws SQLException {
        String sql = DuckDb.resource(resource);
        answers.assertSame(answers.plan(sql, options), sql);
    }
}
