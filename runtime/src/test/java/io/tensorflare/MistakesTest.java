package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each mistake is one sentence that says what, where and what to do, and the engine serves the next
 * query.
 */
class MistakesTest {
    @TempDir static Path folder;
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws SQLException {
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.write(
                    "numbers",
                    "select i::int as id, (i % 7)::int as k, (i * 1.5)::decimal(15,2) as p, i::double as d, 'w' || i as w from range(3000) r(i)",
                    folder,
                    "");
            duckdb.write(
                    "extremes",
                    "select 2147483647::int as i, (-2147483648)::int as j, 9223372036854775807::bigint as l, (-9223372036854775808)::bigint as m, 'nan'::double as nan, 1e30::double as huge, 0::int as z, 'x' as s",
                    folder,
                    "");
        }
        engine =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(folder.resolve("cache")));
        engine.registerTable("numbers", folder.resolve("numbers.parquet").toString());
        engine.registerTable("extremes", folder.resolve("extremes.parquet").toString());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @AfterEach
    void servesTheNextQuery() {
        assertEquals(
                List.of(List.of(BigDecimal.valueOf(3000))),
                Rows.read(engine.query("select count(*) from numbers")));
    }

    private static TensorFlareException mistake(String sql) {
        TensorFlareException mistake =
                assertThrows(TensorFlareException.class, () -> Rows.read(engine.execute(sql)), sql);
        assertFalse(mistake.getMessage().contains("\n"), mistake.getMessage());
        assertFalse(mistake.getMessage().contains("calcite"), mistake.getMessage());
        return mistake;
    }

    private static void assertMistake(String sql, ErrorCode code, String... parts) {
        TensorFlareException mistake = mistake(sql);
        assertEquals(code, mistake.code(), mistake.getMessage());
        for (String part : parts) {
            assertTrue(
                    mistake.getMessage().contains(part), mistake.getMessage() + " lacks " + part);
        }
    }

    @Test
    void namesThatAreNotThere() {
        assertMistake(
                "select id from numbrs", ErrorCode.NAME, "numbrs", "numbers", "line 1, column 16");
        assertMistake("select idd from numbers", ErrorCode.NAME, "idd", "id", "line 1, column 8");
        assertMistake("select nosuch(id) from numbers", ErrorCode.NAME, "nosuch");
        assertMistake("select\n  x\nfrom numbers", ErrorCode.NAME, "line 2, column 3");
        assertMistake("drop model m", ErrorCode.NAME, "m");
    }

    @Test
    void syntax() {
        assertMistake("selec id from numbers", ErrorCode.SYNTAX, "line 1, column 1");
        assertMistake("select id from numbers where", ErrorCode.SYNTAX, "line 1");
        assertMistake("select 'abc from numbers", ErrorCode.SYNTAX, "line 1");
        assertMistake("", ErrorCode.SYNTAX);
        assertMistake("select " + "(".repeat(5000) + "1" + ")".repeat(5000), ErrorCode.UNSUPPORTED);
        String nested = "(".repeat(200) + "1" + ")".repeat(200);
        assertEquals("[[1]]", Rows.read(engine.query("select " + nested)).toString());
    }

    @Test
    void arithmetic() {
        assertMistake("select i + 1 from extremes", ErrorCode.OVERFLOW, "line 1");
        assertMistake("select l + 1 from extremes", ErrorCode.OVERFLOW, "line 1");
        assertMistake("select l * 2 from extremes", ErrorCode.OVERFLOW, "line 1");
        assertMistake("select j / -1 from extremes", ErrorCode.OVERFLOW);
        assertMistake("select m / -1 from extremes", ErrorCode.OVERFLOW);
        assertMistake("select abs(j) from extremes", ErrorCode.OVERFLOW);
        assertMistake("select -m from extremes", ErrorCode.OVERFLOW);
        assertMistake("select i / z from extremes", ErrorCode.DIVISION_BY_ZERO, "line 1, column");
        assertMistake("select i % z from extremes", ErrorCode.DIVISION_BY_ZERO);
        assertMistake("select 1.5 / z from extremes", ErrorCode.DIVISION_BY_ZERO);
        assertEquals(
                List.of(List.of(BigDecimal.ZERO)),
                Rows.read(engine.query("select m % -1 from extremes")));
        assertEquals(
                List.of(List.of(Double.POSITIVE_INFINITY)),
                Rows.read(engine.query("select huge / cast(z as double) from extremes")));
    }

    @Test
    void casts() {
        assertMistake("select cast(nan as integer) from extremes", ErrorCode.CAST);
        assertMistake("select cast(huge as bigint) from extremes", ErrorCode.CAST);
        assertMistake("select cast(huge as decimal(20,2)) from extremes", ErrorCode.CAST);
        assertMistake("select cast(s as integer) from extremes", ErrorCode.CAST, "x");
        assertMistake("select cast(w as date) from numbers", ErrorCode.CAST, "w0");
    }

    @Test
    void errorsOnlyForRowsThatCount() {
        assertEquals(List.of(), Rows.read(engine.query("select i / z from extremes where z <> 0")));
        assertEquals(
                List.of(List.of(BigDecimal.ONE)),
                Rows.read(
                        engine.query(
                                "select case when z = 0 then 1 else i / z end from extremes")));
        assertEquals(
                List.of(List.of(BigDecimal.valueOf(2999))),
                Rows.read(
                        engine.query(
                                "select count(*) from numbers where id <> 0 and 10 / id >= 0")));
    }

    @Test
    void files() throws IOException {
        assertMistake(
                "select * from '" + folder + "/nosuch.parquet'",
                ErrorCode.FILE,
                "nosuch.parquet",
                "does not exist",
                "(line 1, column 15)");
        Path text =
                Files.writeString(
                        folder.resolve("text.parquet"), "this is just some text, nothing more");
        assertMistake(
                "select * from '" + text + "'",
                ErrorCode.FORMAT,
                "text.parquet",
                "not Parquet",
                "(line 1, column 15)");
        Path cut = folder.resolve("cut.parquet");
        byte[] bytes = Files.readAllBytes(folder.resolve("numbers.parquet"));
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertMistake("select * from '" + cut + "'", ErrorCode.FORMAT, "cut.parquet");
        assertMistake(
                "create table t from '" + folder + "/*.nothing'",
                ErrorCode.FILE,
                "no file matches");
    }

    @Test
    void damagedPages() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("numbers.parquet"));
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, 4, bytes.length / 2, (byte) 0x5a);
        Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
        assertMistake(
                "select sum(id), max(w), sum(d) from '" + file + "'",
                ErrorCode.FORMAT,
                "damaged.parquet");
    }

    @Test
    void aFileThatChangesIsReadAnew() throws IOException, SQLException {
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.write("changing", "select 1::int as a", folder, "");
            engine.registerTable("changing", folder.resolve("changing.parquet").toString());
            assertEquals("[[1]]", Rows.read(engine.query("select a from changing")).toString());
            duckdb.write("changing", "select 2::int as a union all select 3", folder, "");
            assertEquals(
                    "[[5]]", Rows.read(engine.query("select sum(a) from changing")).toString());
        }
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("changing.parquet").toFile(), "rw")) {
            file.setLength(10);
        }
        assertMistake("select a from changing", ErrorCode.FORMAT, "changing.parquet");
    }

    @Test
    void models() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("no-model"));
        assertEquals(ErrorCode.MODEL, mistake("create model m from '" + empty + "'").code());
        assertEquals(ErrorCode.MODEL, mistake("create model m from '/no/such/folder'").code());
    }

    @Test
    void castsOfConstants() {
        assertMistake("select cast('abc' as int)", ErrorCode.CAST, "'abc'", "line 1, column 8");
        assertMistake("select 1,\n  'abc'::bigint", ErrorCode.CAST, "'abc'", "line 2, column 3");
        assertMistake(
                "select id from numbers where id > cast('2024-13-01' as date) - date '2024-01-01'",
                ErrorCode.CAST,
                "2024-13-01",
                "line 1, column 35");
        assertMistake(
                "select * from (values (1, cast('x' as int)), (2, 3)) as v(a, b)",
                ErrorCode.CAST,
                "'x'",
                "line 1, column 27");
    }

    @Test
    void patternsThatEndWithTheirEscape() {
        assertMistake(
                "select count(*) from numbers where cast(id as varchar) like cast(id as varchar) || '!' escape '!'",
                ErrorCode.DATA,
                "ends with its escape");
    }

    @Test
    void whatCannotRunYetIsNamed() {
        assertMistake(
                "with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select * from t",
                ErrorCode.UNSUPPORTED,
                "RECURSIVE",
                "line 1, column 16");
        assertMistake(
                "select sum(id) over (order by id rows 2 preceding exclude ties) from numbers",
                ErrorCode.UNSUPPORTED,
                "EXCLUDE",
                "line 1");
        assertMistake(
                "select sum(id) over (order by id rows between k preceding and current row) from numbers",
                ErrorCode.UNSUPPORTED,
                "constant",
                "line 1");
        assertMistake(
                "select sum(id) over (order by id range between k preceding and current row) from numbers",
                ErrorCode.UNSUPPORTED,
                "constant",
                "line 1");
        assertMistake(
                "select count(distinct id) over () from numbers",
                ErrorCode.UNSUPPORTED,
                "COUNT(DISTINCT",
                "line 1");
    }

    @Test
    void settings() {
        assertMistake("set threads = 0", ErrorCode.SETTING, "threads");
        assertMistake("set thread = 2", ErrorCode.SETTING, "threads");
        assertMistake("set time_zone = 'nowhere'", ErrorCode.SETTING, "nowhere");
    }

    @Test
    void memory() {
        try (TensorFlare small =
                TensorFlare.open(
                        EngineOptions.defaults()
                                .withMemoryBytes(4 << 20)
                                .withCacheDirectory(folder.resolve("cache")))) {
            small.registerTable("numbers", folder.resolve("numbers.parquet").toString());
            String sql = "select w || repeat('x', 2000), count(*) from numbers group by 1";
            assertEquals(
                    ErrorCode.MEMORY,
                    assertThrows(TensorFlareException.class, () -> Rows.read(small.query(sql)))
                            .code());
            assertEquals(
                    List.of(List.of(BigDecimal.valueOf(3000))),
                    Rows.read(small.query("select count(*) from numbers")));
        }
    }

    @Test
    void caches() throws IOException {
        Path file = Files.writeString(folder.resolve("no-folder"), "a file is in the way");
        try (TensorFlare blocked =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(file.resolve("cache")))) {
            assertEquals(
                    ErrorCode.CACHE,
                    assertThrows(
                                    TensorFlareException.class,
                                    () -> Rows.read(blocked.query("select 1")))
                            .code());
        } catch (TensorFlareException early) {
            assertEquals(ErrorCode.CACHE, early.code());
            assertTrue(early.getMessage().contains("TENSORFLARE_CACHE"), early.getMessage());
        }
    }

    @Test
    void compilers() {
        EngineOptions options =
                EngineOptions.defaults().withCacheDirectory(folder.resolve("other-cache"));
        try (TensorFlare without = TensorFlare.open(options.withCompiler("/no/such/cc"))) {
            TensorFlareException mistake =
                    assertThrows(
                            TensorFlareException.class, () -> Rows.read(without.query("select 1")));
            assertEquals(ErrorCode.COMPILER, mistake.code());
            assertTrue(mistake.getMessage().contains("apt-get install gcc"), mistake.getMessage());
        }
        try (TensorFlare other = TensorFlare.open(options.withCompiler("/bin/true"))) {
            assertEquals(
                    ErrorCode.COMPILER,
                    assertThrows(
                                    TensorFlareException.class,
                                    () -> Rows.read(other.query("select 1")))
                            .code());
        }
    }
}
