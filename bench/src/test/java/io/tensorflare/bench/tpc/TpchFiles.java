package io.tensorflare.bench.tpc;

import io.tensorflare.ProgressListener;
import io.tensorflare.cli.generate.Encoding;
import io.tensorflare.cli.generate.Encoding.Codec;
import io.tensorflare.cli.generate.Encoding.Pages;
import io.tensorflare.cli.generate.Target;
import io.tensorflare.cli.generate.TpchGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** TPC-H at scale 0.01, as several writers write it. */
enum TpchFiles {
    /** By parquet-java with its own settings; lineitem has three row groups. */
    GENERATED {
        @Override
        void write(Path root) {
            generate(folder(root), Encoding.ofRowGroups(20_000));
        }
    },
    /** Pages of version 2 with zstd, 100 rows each; every row group is a morsel of 700 rows. */
    SMALL {
        @Override
        void write(Path root) {
            generate(folder(root), new Encoding(700, Codec.ZSTD, Pages.V2, 100));
        }
    },
    /** One row group a table, with gzip. */
    GZIP {
        @Override
        void write(Path root) {
            generate(folder(root), new Encoding(1_000_000, Codec.GZIP, Pages.V1, 5_000));
        }
    },
    /** By DuckDB, with its least row groups. */
    DUCKDB {
        @Override
        void write(Path root) throws IOException {
            rewrite(GENERATED.folder(root), folder(root), "*");
        }
    },
    /** By DuckDB, with one value of ten null, in every column. */
    NULLS {
        @Override
        void write(Path root) throws IOException {
            writeWithNulls(GENERATED.folder(root), folder(root));
        }
    };

    private static final double SCALE = 0.01;
    private static final int NULLS_ONE_OF = 10;

    /** With this one most answers have rows. */
    private static final int SEED = 19_000_000;

    /** Writes the tables into a folder of {@code root}; those of GENERATED are there before. */
    abstract void write(Path root) throws IOException;

    Path folder(Path root) {
        return root.resolve(name());
    }

    private static void generate(Path folder, Encoding encoding) {
        Target target = new Target(folder, Target.Existing.REFUSE, encoding);
        new TpchGenerator(target, 2, ProgressListener.NONE).generate(SCALE);
    }

    /** Copies tables, one value of ten made null. */
    static void writeWithNulls(Path from, Path folder) throws IOException {
        rewrite(from, folder, null);
    }

    private static void rewrite(Path from, Path folder, String columns) throws IOException {
        Files.createDirectories(folder);
        try (DuckDbEngine duckDb =
                DuckDbEngine.open(DuckDbEngine.Tables.PARQUET, from, QueryText.TPCH_TABLES)) {
            for (String table : QueryText.TPCH_TABLES) {
                String list = columns == null ? withNulls(duckDb, table) : columns;
                duckDb.write(
                        "SELECT " + list + " FROM " + table,
                        folder.resolve(table + ".parquet"),
                        ", row_group_size 2048");
            }
        }
    }

    private static String withNulls(DuckDbEngine duckDb, String table) {
        return duckDb.answer("SELECT * FROM " + table + " LIMIT 0").columns().stream()
                .map(
                        column ->
                                String.format(
                                        "CASE WHEN hash('%s', row_number() OVER () + %d) %% %d = 0 THEN NULL ELSE %s END AS %s",
                                        column, SEED, NULLS_ONE_OF, column, column))
                .collect(Collectors.joining(", "));
    }
}
