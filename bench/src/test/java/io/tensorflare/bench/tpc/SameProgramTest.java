package io.tensorflare.bench.tpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.EngineOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries of TPC-H with other constants are the same programs, and a warm cache compiles nothing.
 */
class SameProgramTest {
    /**
     * Other parameters that the specification allows, as pairs of a text and its replacement. The
     * fraction of q11 stays: it decides whether a product fits 64 bits, which is another program.
     */
    private static final Map<String, List<String>> OTHERS =
            Map.ofEntries(
                    Map.entry("q01", List.of("'90'", "'60'")),
                    Map.entry("q02", List.of("= 15", "= 25", "%BRASS", "%STEEL", "EUROPE", "ASIA")),
                    Map.entry("q03", List.of("BUILDING", "MACHINERY", "03-15", "03-09")),
                    Map.entry("q04", List.of("1993-07-01", "1995-04-01")),
                    Map.entry("q05", List.of("ASIA", "AFRICA", "1994-01-01", "1996-01-01")),
                    Map.entry(
                            "q06", List.of("1994-01-01", "1995-01-01", "0.06", "0.03", "24", "25")),
                    Map.entry("q07", List.of("FRANCE", "KENYA", "GERMANY", "PERU")),
                    Map.entry("q08", List.of("BRAZIL", "CHINA", "AMERICA", "ASIA")),
                    Map.entry("q09", List.of("%green%", "%olive%")),
                    Map.entry("q10", List.of("1993-10-01", "1994-03-01")),
                    Map.entry("q11", List.of("GERMANY", "JAPAN")),
                    Map.entry(
                            "q12",
                            List.of("MAIL", "RAIL", "SHIP", "FOB", "1994-01-01", "1996-01-01")),
                    Map.entry("q13", List.of("special", "pending", "requests", "deposits")),
                    Map.entry("q14", List.of("1995-09-01", "1994-02-01")),
                    Map.entry("q15", List.of("1996-01-01", "1994-05-01")),
                    Map.entry("q16", List.of("#45", "#21", "MEDIUM POLISHED", "SMALL PLATED")),
                    Map.entry("q17", List.of("#23", "#31", "MED BOX", "LG DRUM")),
                    Map.entry("q18", List.of("300", "313")),
                    Map.entry(
                            "q19",
                            List.of("#12", "#52", "#23", "#41", "#34", "#15", ">= 20", ">= 25")),
                    Map.entry(
                            "q20", List.of("forest", "almond", "1994", "1996", "CANADA", "INDIA")),
                    Map.entry("q21", List.of("SAUDI ARABIA", "MOROCCO")),
                    Map.entry("q22", List.of("'13'", "'20'", "'31'", "'11'", "'17'", "'34'")));

    @TempDir static Path root;

    private static EngineOptions options;
    private static TensorFlareEngine engine;
    private static DuckDbEngine duckDb;

    @BeforeAll
    static void open() throws IOException {
        TpchFiles.GENERATED.write(root);
        options = EngineOptions.defaults().withCacheDirectory(root.resolve("cache"));
        engine = open(options);
        duckDb =
                DuckDbEngine.open(
                        DuckDbEngine.Tables.MEMORY,
                        TpchFiles.GENERATED.folder(root),
                        QueryText.TPCH_TABLES);
        queries().forEach(query -> engine.answer(query.sql()));
    }

    private static TensorFlareEngine open(EngineOptions options) {
        return TensorFlareEngine.open(
                options, TpchFiles.GENERATED.folder(root), QueryText.TPCH_TABLES);
    }

    @AfterAll
    static void close() {
        duckDb.close();
        engine.close();
    }

    static List<QueryText> queries() {
        return QueryText.tpch();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void otherConstantsAreTheSameProgram(QueryText query) {
        String other = query.sql();
        List<String> pairs = OTHERS.get(query.name());
        for (int i = 0; i < pairs.size(); i += 2) {
            assertTrue(other.contains(pairs.get(i)), pairs.get(i));
            other = other.replace(pairs.get(i), pairs.get(i + 1));
        }
        assertNotEquals(query.sql(), other);
        ExpectedAnswer expected = duckDb.expected(other);
        assertEquals("", expected.differenceOf(engine.answer(other)), query.name());
        assertEquals(0, engine.timings().compilerCpuMs(), () -> "compiled again: " + query.name());
    }

    @Test
    void aWarmCacheCompilesNothing() {
        try (TensorFlareEngine next = open(options)) {
            for (QueryText query : queries()) {
                next.answer(query.sql());
                assertEquals(0, next.timings().compilerCpuMs(), query::name);
                next.answer(query.sql());
                assertTrue(next.timings().cached(), query::name);
            }
        }
    }
}
