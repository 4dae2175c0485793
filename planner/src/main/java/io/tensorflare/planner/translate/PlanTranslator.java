package io.tensorflare.planner.translate;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.parser.Clauses;
import io.tensorflare.planner.parser.Clauses.Clause;
import io.tensorflare.planner.validate.ScanTable;
import io.tensorflare.planner.validate.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** Calcite's relational tree to plan records, operator by operator. */
public final class PlanTranslator {
    private final StatementClock clock;
    private final ModelCalls models;
    private final Windows windows;
    private final Map<String, Position> tables;
    private final Clauses clauses;

    /**
     * A translator for one statement.
     *
     * @param tables where the text names each table, by lower-case name
     * @param clauses where the text has what may be refused here
     */
    public PlanTranslator(StatementClock clock, Map<String, Position> tables, Clauses clauses) {
        this.clock = clock;
        this.models = new ModelCalls(clock);
        this.windows = new Windows(clock);
        this.tables = Map.copyOf(tables);
        this.clauses = clauses;
    }

    /** The plan of a tree. */
    public Plan translate(RelNode tree) {
        return translated(tree).trimmed();
    }

    private Translated translated(RelNode node) {
        if (node instanceof TableScan scan) {
            return Translated.of(scan(scan));
        }
        if (node instanceof Project project) {
            return Translated.of(project(project));
        }
        if (node instanceof Filter filter) {
            return filter(filter);
        }
        if (node instanceof Aggregate aggregate) {
            return Translated.of(
                    new AggregateTranslator(aggregate, translate(aggregate.getInput()))
                            .translate());
        }
        if (node instanceof Sort sort) {
            return Translated.of(sort(sort));
        }
        if (node instanceof Join join) {
            return Translated.of(join(join));
        }
        if (node instanceof Union union) {
            return Translated.of(union(union));
        }
        if (node instanceof Values values) {
            return Translated.of(values(values));
        }
        throw unsupported(node);
    }

    private TensorFlareException unsupported(RelNode node) {
        String name =
                node.getRelTypeName()
                        .replace("Logical", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toLowerCase(Locale.ROOT);
        return switch (name) {
            case "sample" -> refused("TABLESAMPLE is not supported", Clause.SAMPLE);
            case "match" -> refused("MATCH_RECOGNIZE is not supported", Clause.MATCH);
            case "asof join" -> refused("ASOF JOIN is not supported yet", Clause.ASOF);
            case "repeat union", "table spool" ->
                    refused("WITH RECURSIVE is not supported", Clause.RECURSION);
            case "uncollect" -> refused("UNNEST is not supported yet", Clause.UNNEST);
            case "table function scan" ->
                    refused(
                            "table functions are not supported; name a table or a file in FROM",
                            Clause.TABLE_FUNCTION);
            default ->
                    new TensorFlareException(
                            ErrorCode.UNSUPPORTED,
                            "the operator " + name + " is not supported yet");
        };
    }

    private TensorFlareException refused(String sentence, Clause clause) {
        return new TensorFlareException(ErrorCode.UNSUPPORTED, clauses.of(clause), sentence);
    }

    private ExpressionTranslator over(Translated input) {
        return new ExpressionTranslator(input.plan().columns(), input.predicted(), clock);
    }

    private Plan scan(TableScan scan) {
        ScanTable table = scan.getTable().unwrap(ScanTable.class);
        if (table == null) {
            throw new IllegalStateException(
                    "a scan of no table of ours: " + scan.getTable().getQualifiedName());
        }
        String name = scan.getTable().getQualifiedName().get(0).toLowerCase(Locale.ROOT);
        Position position = tables.getOrDefault(name, Position.UNKNOWN);
        return new Plan.Scan(
                table.table().name(),
                table.table().fields(),
                List.of(),
                table.table().rows(),
                position);
    }

    private Plan project(Project project) {
        List<RexNode> projects = Windows.unwrapped(project.getProjects());
        Translated input =
                windows.computed(
                        models.computed(translated(project.getInput()), projects),
                        project,
                        projects);
        ExpressionTranslator translator = over(input);
        List<String> names = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < projects.size(); i++) {
            Expression expression = translator.translate(projects.get(i));
            String given = project.getRowType().getFieldNames().get(i);
            expressions.add(expression);
            names.add(
                    Columns.isInvented(given)
                            ? Columns.unique(Columns.nameOf(expression, given), taken)
                            : given);
        }
        return new Plan.Project(input.plan(), names, expressions);
    }

    /**
     * Plain conjuncts first, cheap ones before dear ones; then each that calls a model, after the
     * model has run.
     */
    private Translated filter(Filter filter) {
        Translated current = translated(filter.getInput());
        List<RexNode> conjuncts = RelOptUtil.conjunctions(filter.getCondition());
        List<Expression> plain = new ArrayList<>();
        for (RexNode conjunct : conjuncts) {
            if (!ModelCalls.isIn(conjunct)) {
                plain.addAll(Conjuncts.of(over(current).translate(conjunct)));
            }
        }
        if (!plain.isEmpty()) {
            current =
                    new Translated(
                            new Plan.Filter(current.plan(), Conjuncts.cheapestFirst(plain)),
                            current.width(),
                            current.predicted());
        }
        for (RexNode conjunct : conjuncts) {
            if (ModelCalls.isIn(conjunct)) {
                current = models.computed(current, List.of(conjunct));
                Plan filtered =
                        new Plan.Filter(
                                current.plan(), Conjuncts.of(over(current).translate(conjunct)));
                current = new Translated(filtered, current.width(), current.predicted());
            }
        }
        return current;
    }

    private Plan sort(Sort sort) {
        Plan input = translate(sort.getInput());
        OptionalLong limit =
                sort.fetch == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(count(sort.fetch, Clause.LIMIT));
        long offset = sort.offset == null ? 0 : count(sort.offset, Clause.OFFSET);
        List<Plan.Sort.Key> keys = new ArrayList<>();
        for (RelFieldCollation collation : sort.getCollation().getFieldCollations()) {
            boolean down = collation.direction.isDescending();
            boolean nullsFirst =
                    collation.nullDirection == RelFieldCollation.NullDirection.FIRST
                            || collation.nullDirection
                                            == RelFieldCollation.NullDirection.UNSPECIFIED
                                    && down;
            keys.add(
                    new Plan.Sort.Key(
                            collation.getFieldIndex(),
                            down ? Plan.Sort.Direction.DESCENDING : Plan.Sort.Direction.ASCENDING,
                            nullsFirst ? Plan.Sort.Nulls.FIRST : Plan.Sort.Nulls.LAST));
        }
        return keys.isEmpty()
                ? new Plan.Limit(input, limit, offset)
                : new Plan.Sort(input, keys, limit, offset);
    }

    private long count(RexNode node, Clause clause) {
        if (node instanceof RexLiteral literal && literal.getValueAs(BigDecimal.class) != null) {
            try {
                long count = literal.getValueAs(BigDecimal.class).longValueExact();
                if (count >= 0) {
                    return count;
                }
            } catch (ArithmeticException tooLarge) {
                throw new TensorFlareException(
                        ErrorCode.TYPE,
                        clauses.of(clause),
                        clause + " must be a whole number below 2^63",
                        tooLarge);
            }
        }
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                clauses.of(clause),
                clause + " must be a constant whole number, not negative");
    }

    private Plan join(Join join) {
        Plan left = translate(join.getLeft());
        Plan right = translate(join.getRight());
        List<Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        Expression condition =
                new ExpressionTranslator(both, Map.of(), clock).translate(join.getCondition());
        return Joins.of(
                left, right, join.getJoinType(), condition, join.getRowType().getFieldNames());
    }

    private Plan union(Union union) {
        if (!union.all) {
            throw new IllegalStateException("a UNION without ALL was not rewritten");
        }
        List<Type> types =
                union.getRowType().getFieldList().stream()
                        .map(field -> Types.fromCalcite(field.getType(), Position.UNKNOWN))
                        .toList();
        List<String> names = union.getRowType().getFieldNames();
        List<Plan> inputs =
                union.getInputs().stream()
                        .map(input -> converted(translate(input), names, types))
                        .toList();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int index = i;
            columns.add(
                    new Column(
                            names.get(i),
                            types.get(i),
                            inputs.stream()
                                    .anyMatch(input -> input.columns().get(index).nullable())));
        }
        return new Plan.Union(inputs, columns);
    }

    /** The plan with its columns converted to types; itself where they have them. */
    private static Plan converted(Plan plan, List<String> names, List<Type> types) {
        List<Expression> columns = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < types.size(); i++) {
            Expression column = Columns.reference(plan, i);
            columns.add(Calls.cast(column, types.get(i), Position.UNKNOWN));
            same &= column.type().equals(types.get(i));
        }
        return same ? plan : new Plan.Project(plan, names, columns);
    }

    private static Plan values(Values values) {
        RelDataType rowType = values.getRowType();
        List<List<Expression>> rows = new ArrayList<>();
        boolean[] nullable = new boolean[rowType.getFieldCount()];
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Expression> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                Type type =
                        Types.fromCalcite(
                                rowType.getFieldList().get(i).getType(), Position.UNKNOWN);
                Expression value =
                        Calls.cast(Literals.translate(tuple.get(i)), type, Position.UNKNOWN);
                nullable[i] |= value.nullable();
                row.add(value);
            }
            rows.add(row);
        }
        List<Column> columns = new ArrayList<>();
        for (RelDataTypeField field : rowType.getFieldList()) {
            columns.add(
                    new Column(
                            field.getName(),
                            Types.fromCalcite(field.getType(), Position.UNKNOWN),
                            nullable[field.getIndex()]));
        }
        return new Plan.Values(columns, rows);
    }
}
