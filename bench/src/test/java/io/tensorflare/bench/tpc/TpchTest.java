package io.tensorflare.bench.tpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.EngineOptions;
import io.tensorflare.jni.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All queries of TPC-H give DuckDB's answers: on files of several writers, in several ways. */
class TpchTest {
    private static final long MEMORY = 1L << 30;
    private static final String MANY_PAIRS = "q(03|05|07|08|09|10|18|21)";

    @TempDir static Path root;

    private static final Map<TpchFiles, TensorFlareEngine> ENGINES = new EnumMap<>(TpchFiles.class);
    private static final Map<TpchFiles, Map<String, ExpectedAnswer>> EXPECTED =
            new EnumMap<>(TpchFiles.class);

    @BeforeAll
    static void writeFiles() throws IOException {
        EngineOptions options =
                EngineOptions.defaults()
                        .withMemoryBytes(MEMORY)
                        .withCacheDirectory(root.resolve("cache"));
        for (TpchFiles files : TpchFiles.values()) {
            files.write(root);
            ENGINES.put(
                    files,
                    TensorFlareEngine.open(options, files.folder(root), QueryText.TPCH_TABLES));
        }
        EXPECTED.put(TpchFiles.GENERATED, answers(TpchFiles.GENERATED));
        EXPECTED.put(TpchFiles.NULLS, answers(TpchFiles.NULLS));
    }

    private static Map<String, ExpectedAnswer> answers(TpchFiles files) {
        Map<String, ExpectedAnswer> answers = new HashMap<>();
        try (DuckDbEngine duckDb =
                DuckDbEngine.open(
                        DuckDbEngine.Tables.MEMORY, files.folder(root), QueryText.TPCH_TABLES)) {
            duckDb.useThreads(1);
            queries().forEach(query -> answers.put(query.name(), duckDb.expected(query.sql())));
        }
        return answers;
    }

    @AfterAll
    static void close() {
        ENGINES.values().forEach(TensorFlareEngine::close);
    }

    static List<QueryText> queries() {
        return QueryText.tpch();
    }

    /** Those that don't take minutes without keys. */
    static List<QueryText> queriesOfFewPairs() {
        return queries().stream().filter(query -> !query.name().matches(MANY_PAIRS)).toList();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void onOneTwoAndSevenThreads(QueryText query) {
        for (int threads : List.of(1, 2, 7)) {
            ENGINES.get(TpchFiles.GENERATED).useThreads(threads);
            assertAnswers(query, TpchFiles.GENERATED);
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void onSmallPagesAndRowGroups(QueryText query) {
        for (int threads : List.of(1, 7)) {
            ENGINES.get(TpchFiles.SMALL).useThreads(threads);
            assertAnswers(query, TpchFiles.SMALL);
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void onOneRowGroup(QueryText query) {
        assertAnswers(query, TpchFiles.GZIP);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void onFilesOfDuckDb(QueryText query) {
        assertAnswers(query, TpchFiles.DUCKDB);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void withNullsInAllColumns(QueryText query) {
        for (int threads : List.of(1, 7)) {
            ENGINES.get(TpchFiles.NULLS).useThreads(threads);
            assertAnswers(query, TpchFiles.NULLS);
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void groupsByHashing(QueryText query) {
        withSetting("grouping", "hash", "planned", query);
    }

    /** A row a block and a morsel, so that everything meets the edges of both. */
    @ParameterizedTest
    @MethodSource("queries")
    void rowByRow(QueryText query) {
        Native.setSteps(1, 1);
        try {
            for (TpchFiles files : List.of(TpchFiles.GENERATED, TpchFiles.NULLS)) {
                ENGINES.get(files).useThreads(2);
                assertAnswers(query, files);
            }
        } finally {
            Native.setSteps(0, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void joinsByHashing(QueryText query) {
        withSetting("joins", "hash", "planned", query);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void joinsByArrays(QueryText query) {
        withSetting("joins", "dense", "planned", query);
    }

    @ParameterizedTest
    @MethodSource("queriesOfFewPairs")
    void joinsByTestingAllPairs(QueryText query) {
        withSetting("joins", "loop", "planned", query);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void buildsTheLeft(QueryText query) {
        withSetting("build", "left", "planned", query);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void buildsTheRight(QueryText query) {
        withSetting("build", "right", "planned", query);
    }

    private static void withSetting(String name, String value, String normal, QueryText query) {
        for (TpchFiles files : List.of(TpchFiles.DUCKDB, TpchFiles.NULLS)) {
            ENGINES.get(files).set(name, value);
            try {
                assertAnswers(query, files);
            } finally {
                ENGINES.get(files).set(name, normal);
            }
        }
    }

    /** A test of no rows would show little: nearly all answers have some, with nulls too. */
    @Test
    void answersHaveRows() {
        EXPECTED.values()
                .forEach(
                        answers ->
                                assertTrue(
                                        answers.values().stream()
                                                        .filter(answer -> answer.rows() > 0)
                                                        .count()
                                                >= 20,
                                        "answers without rows: "
                                                + answers.entrySet().stream()
                                                        .filter(e -> e.getValue().rows() == 0)
                                                        .map(Map.Entry::getKey)
                                                        .toList()));
    }

    private static void assertAnswers(QueryText query, TpchFiles files) {
        TpchFiles rows = files == TpchFiles.NULLS ? TpchFiles.NULLS : TpchFiles.GENERATED;
        ExpectedAnswer expected = EXPECTED.get(rows).get(query.name());
        Answer answer = ENGINES.get(files).answer(query.sql());
        assertEquals("", expected.differenceOf(answer), query + " on files " + files);
    }
}
