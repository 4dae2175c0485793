package io.tensorflare.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FooterReaderTest {
    @TempDir Path folder;

    private Path write(String query) throws SQLException {
        Path file = folder.resolve("t.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "copy (" + query + ") to '" + file + "' (format parquet, row_group_size 2048)");
        }
        return file;
    }

    @Test
    void readsTypesBoundsAndNulls() throws SQLException {
        ParquetFooter footer =
                FooterReader.read(
                        write(
                                "select i::int as i, -i::bigint as b, (i / 4)::decimal(12,3) as p, date '2000-01-01' + i::int as d, case when i % 2 = 0 then 'x' end as s,"
                                        + " i::ubigint as u, i::decimal(30,2) as w from range(5000) r(i)"));
        assertEquals(5000, footer.rows());
        assertEquals(
                java.util.List.of(
                        Type.INTEGER,
                        Type.BIGINT,
                        Type.decimal(12, 3),
                        Type.DATE,
                        Type.VARCHAR,
                        Type.decimal(20, 0),
                        Type.decimal(30, 2)),
                footer.columns().stream().map(ParquetColumn::type).toList());
        ParquetChunk first = footer.groups().get(0).chunks().get(1);
        assertEquals(OptionalLong.of(-2047), first.minimum());
        assertEquals(OptionalLong.of(0), first.maximum());
        assertEquals(OptionalLong.of(0), first.nulls());
        assertEquals(OptionalLong.of(10957), footer.groups().get(0).chunks().get(3).minimum());
        assertEquals(OptionalLong.of(1024), footer.groups().get(0).chunks().get(4).nulls());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException, SQLException {
        assertMistake(folder.resolve("absent.parquet"), "does not exist");
        assertMistake(folder, "is not a regular file");
        assertMistake(
                Files.write(folder.resolve("short"), new byte[5]),
                "is not Parquet: it has only 5 bytes");
        assertMistake(
                Files.write(folder.resolve("text"), "hello, this is no such file".getBytes()),
                "is not Parquet");
        byte[] bytes = Files.readAllBytes(write("select 1 as a"));
        assertMistake(
                Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 20)),
                "is not Parquet");
        byte[] length = bytes.clone();
        length[bytes.length - 5] = 0x7f;
        assertMistake(Files.write(folder.resolve("length"), length), "damaged Parquet footer");
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, bytes.length - 100, bytes.length - 8, (byte) 0xff);
        assertMistake(Files.write(folder.resolve("damaged"), damaged), "damaged Parquet footer");
    }

    private static void assertMistake(Path file, String sentence) {
        String message =
                assertThrows(TensorFlareException.class, () -> FooterReader.read(file))
                        .getMessage();
        assertTrue(message.contains(sentence), message);
        assertTrue(message.contains(file.toString()), message);
    }
}
