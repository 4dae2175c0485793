package io.tensorflare.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans go through JSON and come back as they were: every record, every kind of literal. */
class PlanJsonTest {
    private static final Position HERE = new Position(3, 14);
    private static final Column ID = new Column("id", Type.BIGINT, false);
    private static final Column NAME = new Column("na\"me", Type.VARCHAR, true);
    private static final Expression TRUE = literal(true, Type.BOOLEAN);
    private static final Expression.ColumnReference X =
            new Expression.ColumnReference(0, "id", Type.BIGINT, false);
    private static final Plan SCAN =
            new Plan.Scan(
                    "t",
                    List.of(
                            new Plan.Scan.Field(
                                    ID,
                                    new ColumnStatistics(
                                            OptionalLong.of(Long.MIN_VALUE),
                                            OptionalLong.of(7),
                                            OptionalLong.empty(),
                                            true)),
                            new Plan.Scan.Field(NAME, ColumnStatistics.UNKNOWN)),
                    List.of(TRUE),
                    6_001_215,
                    HERE);

    private static Expression.Literal literal(Object value, Type type) {
        return new Expression.Literal(value, type, HERE);
    }

    private static Plan project(Expression... expressions) {
        List<String> names = Stream.of(expressions).map(Object::toString).toList();
        return new Plan.Project(SCAN, names, List.of(expressions));
    }

    private static Plan aggregate(Aggregation aggregation, Integer... keys) {
        AggregateCall count =
                new AggregateCall(
                        AggregateCall.Kind.COUNT,
                        OptionalInt.empty(),
                        false,
                        OptionalInt.of(0),
                        ID,
                        HERE);
        return new Plan.Aggregate(SCAN, List.of(keys), List.of(count), aggregation);
    }

    private static Plan join(JoinMethod method) {
        return new Plan.Join(
                SCAN, SCAN, Plan.Join.Kind.RIGHT_ANTI, TRUE, method, List.of(ID, NAME), HERE);
    }

    private static Plan window(WindowFunction function) {
        Plan.Sort.Key key =
                new Plan.Sort.Key(0, Plan.Sort.Direction.DESCENDING, Plan.Sort.Nulls.FIRST);
        return new Plan.Window(
                SCAN, List.of(1), List.of(key), List.of(new WindowCall(function, ID, HERE)));
    }

    static Stream<Plan> plans() {
        Type list = new Type.ListOf(Type.DOUBLE, true);
        Type struct = new Type.Struct(List.of(ID, NAME));
        Expression.Literal one = literal(1L, Type.BIGINT);
        WindowFrame frame =
                new WindowFrame(
                        WindowFrame.Unit.ROWS,
                        new WindowFrame.Bound.Preceding(one),
                        new WindowFrame.Bound.Following(one));
        WindowFrame range =
                new WindowFrame(
                        WindowFrame.Unit.RANGE,
                        new WindowFrame.Bound.Limit(1),
                        new WindowFrame.Bound.CurrentRow());
        return Stream.of(
                SCAN,
                new Plan.Values(List.of(ID), List.of(List.of(one), List.of(one))),
                new Plan.Filter(SCAN, List.of(TRUE)),
                project(
                        one,
                        literal(new BigDecimal("1.50"), new Type.Decimal(15, 2)),
                        literal(-0.1, Type.DOUBLE),
                        literal(Double.NEGATIVE_INFINITY, Type.DOUBLE),
                        literal("\u0000'\"\ud83d\ude00", Type.VARCHAR),
                        new Expression.Null(list),
                        new Expression.Parameter(2, struct),
                        Expression.call(Function.EQUAL, Type.BOOLEAN, HERE, X, one),
                        new Expression.Cast(X, Type.VARCHAR, HERE),
                        new Expression.Case(
                                List.of(new Expression.Case.Branch(TRUE, one)),
                                new Expression.Null(Type.BIGINT)),
                        new Expression.InList(X, List.of(one, literal(2L, Type.BIGINT)))),
                new Plan.Predict(
                        SCAN, new Model("m", List.of(Type.DOUBLE), Type.BIGINT), List.of(X), "p"),
                aggregate(new Aggregation.Single()),
                aggregate(new Aggregation.Hash(12), 0, 1),
                aggregate(
                        new Aggregation.Direct(
                                List.of(
                                        new Aggregation.Dimension.Ids(5),
                                        new Aggregation.Dimension.Range(-1, 1))),
                        0,
                        1),
                new Plan.Sort(
                        SCAN,
                        List.of(
                                new Plan.Sort.Key(
                                        1, Plan.Sort.Direction.ASCENDING, Plan.Sort.Nulls.LAST)),
                        OptionalLong.of(10),
                        5),
                new Plan.Limit(SCAN, OptionalLong.empty(), 3),
                new Plan.Union(List.of(SCAN, SCAN), List.of(ID, NAME)),
                join(new JoinMethod.Loop()),
                join(
                        new JoinMethod.Keyed(
                                List.of(new JoinMethod.Key(0, 1, true)),
                                List.of(TRUE),
                                new JoinMethod.Index.Hash(9),
                                true,
                                false)),
                join(
                        new JoinMethod.Keyed(
                                List.of(new JoinMethod.Key(0, 0, false)),
                                List.of(),
                                new JoinMethod.Index.Dense(1, 60_000),
                                false,
                                true)),
                window(new WindowFunction.Ranking(WindowFunction.Ranking.Kind.CUME_DIST)),
                window(new WindowFunction.Ntile(one)),
                window(
                        new WindowFunction.Shift(
                                WindowFunction.Shift.Way.LEAD, 0, one, Optional.of(X), true)),
                window(
                        new WindowFunction.Shift(
                                WindowFunction.Shift.Way.LAG, 0, one, Optional.empty(), false)),
                window(new WindowFunction.End(WindowFunction.End.Side.LAST, 0, true, frame)),
                window(new WindowFunction.Nth(1, one, false, range)),
                window(
                        new WindowFunction.Framed(
                                AggregateCall.Kind.SUM,
                                OptionalInt.of(0),
                                OptionalInt.empty(),
                                WindowFrame.whole())));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void comesBackAsItWas(Plan plan) {
        assertEquals(plan, PlanJson.read(PlanJson.write(plan)));
    }

    /** Arrays are equal to themselves alone: their text is compared. */
    @Test
    void binaryLiterals() {
        String json = PlanJson.write(project(literal(new byte[] {0, -1, 127}, Type.BINARY)));
        assertEquals(json, PlanJson.write(PlanJson.read(json)));
    }

    @Test
    void noRecordIsForgotten() throws IOException, URISyntaxException {
        Set<String> met = new TreeSet<>();
        plans().forEach(plan -> meet(plan, met));
        Set<String> all = new TreeSet<>();
        Path classes = Path.of(Plan.class.getResource("Plan.class").toURI()).getParent();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (isRecord("io.tensorflare.plan." + name)) {
                    all.add(name);
                }
            }
        }
        assertEquals(all, met);
    }

    private static boolean isRecord(String name) {
        try {
            return Class.forName(name).isRecord();
        } catch (ClassNotFoundException e) {
            return false; // package-info
        }
    }

    private static void meet(Object value, Set<String> met) {
        if (value instanceof Collection<?> values) {
            new ArrayList<>(values).forEach(each -> meet(each, met));
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(each -> meet(each, met));
        } else if (value.getClass().isRecord()) {
            met.add(value.getClass().getName().replace("io.tensorflare.plan.", ""));
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    meet(component.getAccessor().invoke(value), met);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
