package io.tensorflare;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every query of {@code sql/corpus.sql} here and in DuckDB over the same files. */
class SqlCorpusTest {
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
        return Corpus.read("/sql/corpus.sql");
    }

    @ParameterizedTest
    @MethodSource("queries")
    void givesTheAnswersOfDuckDb(Corpus.Case query) throws SQLException {
        corpus.assertRows(corpus.expected(query), query);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void groupsTheSameByHashing(Corpus.Case query) throws SQLException {
        if (!query.sql().toLowerCase(Locale.ROOT).contains("group by")) {
            return;
        }
        corpus.engine().set("grouping", "hash");
        corpus.engine().set("threads", "7");
        try {
            givesTheAnswersOfDuckDb(query);
        } finally {
            corpus.engine().set("grouping", "planned");
            corpus.engine().set("threads", "2");
        }
    }
}
