package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public API, as its Javadoc shows it. */
class TensorFlareTest {
    @TempDir Path folder;

    @BeforeEach
    void write() throws SQLException {
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.write(
                    "cities",
                    "select * from (values ('Lagos', 16637000::bigint), ('Cairo', 22183000), ('Quito', null), ('Lima', 11204000)) v(name, population)",
                    folder,
                    "");
            duckdb.write(
                    "numbers",
                    "select i::bigint as id, (i % 10)::int as k from range(500000) r(i)",
                    folder,
                    "");
        }
    }

    private TensorFlare open() {
        return TensorFlare.open(
                EngineOptions.defaults().withCacheDirectory(folder.resolve("cache")));
    }

    @Test
    void theExampleOfTheDocumentation() {
        List<String> printed = new ArrayList<>();
        try (TensorFlare engine = open()) {
            engine.registerTable("cities", folder.resolve("cities.parquet").toString());
            try (Result result =
                    engine.query(
                            "select name, population from cities order by population desc nulls last limit 3")) {
                while (result.next()) {
                    Batch batch = result.batch();
                    for (int row = 0; row < batch.rows(); row++) {
                        printed.add(
                                batch.vector(0).getString(row)
                                        + " "
                                        + batch.vector(1).getLong(row));
                    }
                }
            }
        }
        assertEquals(List.of("Cairo 22183000", "Lagos 16637000", "Lima 11204000"), printed);
    }

    @Test
    void aRepeatedQueryIsNeitherPlannedNorCompiled() {
        try (TensorFlare engine = open()) {
            engine.registerTable("cities", folder.resolve("cities.parquet").toString());
            Result first = engine.query("select count(*) from cities");
            Rows.read(first);
            assertFalse(first.timings().cached());
            Result second = engine.query("select count(*) from cities");
            Rows.read(second);
            assertTrue(second.timings().cached());
            assertEquals(0, second.timings().compileMs());
            assertEquals(1, second.timings().rows());
        }
    }

    @Test
    void preparedQueriesTakeValues() {
        try (TensorFlare engine = open()) {
            engine.registerTable("cities", folder.resolve("cities.parquet").toString());
            PreparedQuery query =
                    engine.prepare(
                            "select name from cities where population > ? and name <> ? order by name");
            assertEquals(List.of(Type.BIGINT, Type.VARCHAR), query.parameters());
            assertEquals(
                    "[[Cairo], [Lagos]]", Rows.read(query.execute(12_000_000L, "x")).toString());
            assertEquals("[[Lagos], [Lima]]", Rows.read(query.execute(1, "Cairo")).toString());
            assertEquals("[]", Rows.read(query.execute(null, "Cairo")).toString());
            Result again = query.execute(5, "y");
            Rows.read(again);
            assertTrue(again.timings().cached());
            assertEquals(
                    ErrorCode.TYPE,
                    assertThrows(TensorFlareException.class, () -> query.execute("text", "x"))
                            .code());
            assertEquals(
                    ErrorCode.TYPE,
                    assertThrows(TensorFlareException.class, () -> query.execute(1)).code());
        }
    }

    @Test
    void statementsOfAllKinds() {
        try (TensorFlare engine = open()) {
            String path = folder.resolve("cities.parquet").toString();
            engine.execute("create table cities from '" + path + "'").close();
            engine.execute("create view big as select name from cities where population > 12000000")
                    .close();
            assertEquals(List.of("cities", "big"), engine.tables());
            assertEquals("[[2]]", Rows.read(engine.query("select count(*) from big")).toString());
            assertEquals(
                    "[[name, VARCHAR, NO], [population, BIGINT, YES]]",
                    Rows.read(engine.execute("describe cities")).toString());
            assertEquals("[[cities], [big]]", Rows.read(engine.execute("show tables")).toString());
            engine.execute("set threads = 3").close();
            assertEquals("[[3]]", Rows.read(engine.execute("show threads")).toString());
            assertTrue(engine.explain("select count(*) from big").contains("Scan cities"));
            assertTrue(
                    Rows.read(engine.execute("explain select count(*) from big"))
                            .toString()
                            .contains("Scan cities"));
            engine.execute("drop view big").close();
            engine.execute("drop table if exists nothing").close();
            assertEquals(
                    ErrorCode.NAME,
                    assertThrows(
                                    TensorFlareException.class,
                                    () -> engine.query("select * from big"))
                            .code());
            assertEquals(
                    "[[4]]",
                    Rows.read(engine.query("select count(*) from '" + path + "'")).toString());
        }
    }

    @Test
    void inspectionShowsTheProgram() {
        try (TensorFlare engine = open()) {
            engine.registerTable("cities", folder.resolve("cities.parquet").toString());
            Inspection inspection =
                    engine.inspect(
                            "select sum(population) as people from cities where name = 'Lima'");
            assertTrue(inspection.c().contains("#include \"flare/program.h\""), inspection.c());
            assertTrue(inspection.plan().contains("Scan cities"), inspection.plan());
            assertTrue(inspection.compileCommand().contains("-O1"), inspection.compileCommand());
            assertFalse(inspection.pipelines().isBlank());
        }
    }

    @Test
    void cancelStopsAQuery() {
        try (TensorFlare engine = open()) {
            engine.registerTable("numbers", folder.resolve("numbers.parquet").toString());
            Result result = engine.query("select a.id from numbers a order by a.id % 1000, a.id");
            result.cancel();
            TensorFlareException stopped =
                    assertThrows(TensorFlareException.class, () -> Rows.read(result));
            assertEquals(ErrorCode.CANCELLED, stopped.code());
            assertEquals(
                    "[[500000]]",
                    Rows.read(engine.query("select count(*) from numbers")).toString());
        }
    }

    @Test
    void closingEarlyIsFine() {
        try (TensorFlare engine = open()) {
            engine.registerTable("numbers", folder.resolve("numbers.parquet").toString());
            for (int i = 0; i < 20; i++) {
                try (Result result = engine.query("select id, k from numbers")) {
                    assertTrue(result.next());
                }
            }
        }
    }

    @Test
    void manyThreadsShareAnEngine() {
        try (TensorFlare engine = open()) {
            engine.registerTable("numbers", folder.resolve("numbers.parquet").toString());
            List<CompletableFuture<List<List<Object>>>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String sql = "select sum(id) from numbers where k = " + i % 10;
                answers.add(CompletableFuture.supplyAsync(() -> Rows.read(engine.query(sql))));
            }
            for (int i = 0; i < answers.size(); i++) {
                long k = i % 10;
                assertEquals(
                        List.of(
                                List.of(
                                        BigDecimal.valueOf(
                                                50_000L * k + 10L * 49_999 * 50_000 / 2))),
                        answers.get(i).join());
            }
        }
    }
}
