package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path folder;

    @Test
    void filesAndFoldersAreTables() throws IOException {
        Path lineitem = file("lineitem.parquet");
        Path upper = file("Orders.PARQUET");
        file("events/2024.parquet");
        file("events/2025.parquet");
        Path hostile = file("a b'; DROP TABLE x--.parquet");
        DataFolder data = DataFolder.read(folder);
        assertEquals(
                Map.of(
                        "lineitem",
                        lineitem,
                        "Orders",
                        upper,
                        "events",
                        folder.resolve("events"),
                        "a b'; DROP TABLE x--",
                        hostile),
                data.tables());
        assertEquals(List.of(), data.csv());
    }

    @Test
    void otherThingsAreNone() throws IOException {
        file("notes.txt");
        file(".lineitem.parquet.4711");
        file("_SUCCESS");
        file(".parquet");
        file("empty/readme.txt");
        Path csv = file("people.csv");
        DataFolder data = DataFolder.read(folder);
        assertEquals(Map.of(), data.tables());
        assertEquals(List.of(csv), data.csv());
    }

    @Test
    void twoPathsOfOneNameAreRefused() throws IOException {
        file("t.parquet");
        file("t/1.parquet");
        assertRefused("would both be table t; rename one", folder);
    }

    @Test
    void folderMustBeOne() throws IOException {
        assertRefused(
                "data folder " + folder.resolve("none") + " does not exist",
                folder.resolve("none"));
        assertRefused("is not a folder; name a single file with --table NAME=", file("x.parquet"));
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private static void assertRefused(String part, Path folder) {
        String message =
                assertThrows(TensorFlareException.class, () -> DataFolder.read(folder))
                        .getMessage();
        assertTrue(message.contains(part), message);
    }
}
