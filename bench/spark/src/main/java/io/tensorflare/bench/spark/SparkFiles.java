package io.tensorflare.bench.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes tables anew as Spark does, with its own settings: a folder of files a table.
 *
 * <p>Arguments: folder of the tables, folder to write.
 */
public final class SparkFiles {
    private static final int FILES = 2;

    private SparkFiles() {}

    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark =
                        SparkSession.builder()
                                .master("local[2]")
                                .config("spark.ui.enabled", "false")
                                .config("spark.sql.session.timeZone", "UTC")
                                .getOrCreate();
                Stream<Path> tables = Files.list(Path.of(arguments[0]))) {
            spark.sparkContext().setLogLevel("WARN");
            for (Path table : tables.filter(file -> file.toString().endsWith(".parquet")).toList()) {
                spark.read()
                        .parquet(table.toString())
                        .repartition(FILES)
                        .write()
                        .mode(SaveMode.Overwrite)
                        .parquet(Path.of(arguments[1]).resolve(table.getFileName()).toString());
            }
        }
    }
}
