package io.tensorflare.cli;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tables in a folder: each Parquet file, and each folder that holds Parquet files, under its
 * name. Hidden files and those that begin with an underscore are no tables.
 *
 * @param tables path of the file or folder by table name
 * @param csv CSV files, which cannot be read yet
 */
record DataFolder(Map<String, Path> tables, List<Path> csv) {
    private static final String PARQUET = ".parquet";

    /**
     * Looks into a folder.
     *
     * @throws TensorFlareException if it is none, or two of its entries would be one table
     */
    static DataFolder read(Path folder) {
        Map<String, Path> tables = new TreeMap<>();
        List<Path> csv = new ArrayList<>();
        for (Path entry : entries(folder)) {
            String name = entry.getFileName().toString();
            if (isParquet(entry) || holdsParquet(entry)) {
                Path other = tables.put(tableName(name), entry);
                if (other != null) {
                    throw new TensorFlareException(
                            ErrorCode.NAME,
                            other
                                    + " and "
                                    + entry
                                    + " would both be table "
                                    + tableName(name)
                                    + "; rename one, or name them with --table");
                }
            } else if (endsWith(name, ".csv")) {
                csv.add(entry);
            }
        }
        return new DataFolder(tables, csv);
    }

    private static String tableName(String fileName) {
        return endsWith(fileName, PARQUET)
                ? fileName.substring(0, fileName.length() - PARQUET.length())
                : fileName;
    }

    private static boolean isParquet(Path entry) {
        String name = entry.getFileName().toString();
        return endsWith(name, PARQUET)
                && name.length() > PARQUET.length()
                && Files.isRegularFile(entry);
    }

    private static boolean holdsParquet(Path entry) {
        return Files.isDirectory(entry)
                && Files.isReadable(entry)
                && entries(entry).stream().anyMatch(DataFolder::isParquet);
    }

    private static boolean endsWith(String name, String extension) {
        return name.toLowerCase(Locale.ROOT).endsWith(extension);
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            String trouble =
                    Files.exists(folder)
                            ? " is not a folder; name a single file with --table NAME=" + folder
                            : " does not exist";
            throw new TensorFlareException(ErrorCode.FILE, "data folder " + folder + trouble);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(DataFolder::isVisible).sorted().toList();
        } catch (IOException failure) {
            throw new TensorFlareException(
                    ErrorCode.FILE, "cannot list folder " + folder + ": check its permissions");
        }
    }

    private static boolean isVisible(Path entry) {
        String name = entry.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("_");
    }
}
