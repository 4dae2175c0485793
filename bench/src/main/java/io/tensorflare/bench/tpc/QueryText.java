package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A query of a benchmark, in the words of its specification with the parameters for validation.
 *
 * @param name such as q01
 * @param sql one statement, without a semicolon
 */
record QueryText(String name, String sql) {
    private static final int TPCH_QUERIES = 22;
    private static final int TPCDS_QUERIES = 99;

    /** The tables of TPC-H. */
    static final List<String> TPCH_TABLES =
            List.of(
                    "customer",
                    "lineitem",
                    "nation",
                    "orders",
                    "part",
                    "partsupp",
                    "region",
                    "supplier");

    static List<QueryText> tpch() {
        return numbered("tpch", TPCH_QUERIES);
    }

    /** Four of the 99 have two parts, a and b. */
    static List<QueryText> tpcds() {
        return numbered("tpcds", TPCDS_QUERIES);
    }

    private static List<QueryText> numbered(String folder, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> String.format("q%02d", number))
                .flatMap(name -> Stream.of(name, name + "a", name + "b"))
                .filter(name -> QueryText.class.getResource(path(folder, name)) != null)
                .map(name -> new QueryText(name, read(path(folder, name))))
                .toList();
    }

    private static String path(String folder, String name) {
        return "/" + folder + "/" + name + ".sql";
    }

    private static String read(String resource) {
        try (InputStream in = QueryText.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.strip().replaceFirst(";$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
