package io.tensorflare;

import io.tensorflare.jni.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the queries of {@code sql/windows.sql} on 1, 2 and 7 threads, row by row, and in DuckDB. */
class WindowCorpusTest {
    @TempDir static Path folder;
    private static Corpus corpus;

    @BeforeAll
    static void open() throws SQLException, IOException {
        corpus = new Corpus(folder);
    }

    @AfterAll
    static void close() throws SQLException {
        corpus.close();
    }

    static Stream<Corpus.Case> queries() throws IOException {
        return Corpus.read("/sql/windows.sql");
    }

    @ParameterizedTest
    @MethodSource("queries")
    void givesTheAnswersOfDuckDb(Corpus.Case query) throws SQLException {
        List<List<Object>> expected = corpus.expected(query);
        for (String threads : List.of("1", "2", "7")) {
            corpus.engine().set("threads", threads);
            corpus.assertRows(expected, query);
        }
        Native.setSteps(1, 1);
        try {
            corpus.assertRows(expected, query);
        } finally {
            Native.setSteps(0, 0);
        }
    }
}
