package io.tensorflare.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A relational operator with its inputs. Immutable; no type of the planner's library survives here.
 */
public sealed interface Plan {
    /** The output's columns, in order. */
    List<Column> columns();

    List<Plan> inputs();

    <R> R accept(Visitor<R> visitor);

    /** One method per operator: a new operator breaks the build where it is not handled. */
    interface Visitor<R> {
        R visit(Scan scan);

        R visit(Values values);

        R visit(Filter filter);

        R visit(Project project);

        R visit(Predict predict);

        R visit(Aggregate aggregate);

        R visit(Sort sort);

        R visit(Limit limit);

        R visit(Window window);

        R visit(Union union);

        R visit(Join join);
    }

    /**
     * Reads the named columns of a table and keeps the rows for which every filter is true.
     *
     * @param table the table's name in the catalog, or the path given in FROM
     * @param fields the columns read, in the output's order
     * @param filters conjuncts over the output's columns, cheapest first
     * @param rows how many rows the table has, as its files say
     */
    record Scan(
            String table,
            List<Field> fields,
            List<Expression> filters,
            long rows,
            Position position)
            implements Plan {
        public Scan {
            fields = List.copyOf(fields);
            filters = List.copyOf(filters);
        }

        /**
         * A column to read. A column that is not nullable because statistics say so is checked when
         * running.
         */
        public record Field(Column column, ColumnStatistics statistics) {}

        @Override
        public List<Column> columns() {
            return fields.stream().map(Field::column).toList();
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Constant rows; each expression is a {@link Expression.Literal}, {@link Expression.Null} or
     * {@link Expression.Parameter}.
     */
    record Values(List<Column> columns, List<List<Expression>> rows) implements Plan {
        public Values {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Keeps the rows for which every conjunct is true; conjuncts are tested in order. */
    record Filter(Plan input, List<Expression> conjuncts) implements Plan {
        public Filter {
            conjuncts = List.copyOf(conjuncts);
        }

        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Computes one expression per output column. */
    record Project(Plan input, List<String> names, List<Expression> expressions) implements Plan {
        public Project {
            names = List.copyOf(names);
            expressions = List.copyOf(expressions);
            if (names.size() != expressions.size()) {
                throw new IllegalArgumentException(
                        names.size() + " names for " + expressions.size() + " expressions");
            }
        }

        @Override
        public List<Column> columns() {
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                columns.add(
                        new Column(
                                names.get(i),
                                expressions.get(i).type(),
                                expressions.get(i).nullable()));
            }
            return List.copyOf(columns);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Adds one column at the end: the model's answer for each row; NULL where an argument is NULL.
     */
    record Predict(Plan input, Model model, List<Expression> arguments, String name)
            implements Plan {
        public Predict {
            arguments = List.copyOf(arguments);
            if (arguments.size() != model.arguments().size()) {
                throw new IllegalArgumentException(
                        model.name()
                                + " takes "
                                + model.arguments().size()
                                + " arguments, got "
                                + arguments.size());
            }
        }

        @Override
        public List<Column> columns() {
            List<Column> columns = new ArrayList<>(input.columns());
            columns.add(
                    new Column(
                            name,
                            model.result(),
                            arguments.stream().anyMatch(Expression::nullable)));
            return List.copyOf(columns);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Groups by columns of the input; the output is the keys in order, then the calls. Without
     * keys: exactly one row.
     */
    record Aggregate(
            Plan input, List<Integer> keys, List<AggregateCall> calls, Aggregation aggregation)
            implements Plan {
        public Aggregate {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
            if (keys.isEmpty() != aggregation instanceof Aggregation.Single) {
                throw new IllegalArgumentException(
                        "a single group is for no keys, got "
                                + keys.size()
                                + " and "
                                + aggregation);
            }
        }

        @Override
        public List<Column> columns() {
            List<Column> columns = new ArrayList<>();
            keys.forEach(key -> columns.add(input.columns().get(key)));
            calls.forEach(call -> columns.add(call.column()));
            return List.copyOf(columns);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Orders rows; with a limit it is a top-k: skips {@code offset} rows and keeps at most {@code
     * limit}.
     */
    record Sort(Plan input, List<Key> keys, OptionalLong limit, long offset) implements Plan {
        public Sort {
            keys = List.copyOf(keys);
        }

        /** One sort key: a column number of the input. */
        public record Key(int column, Direction direction, Nulls nulls) {}

        public enum Direction {
            ASCENDING,
            DESCENDING
        }

        public enum Nulls {
            FIRST,
            LAST
        }

        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Skips {@code offset} rows and keeps at most {@code limit}. */
    record Limit(Plan input, OptionalLong limit, long offset) implements Plan {
        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Adds a column at the end for each call, over the rows with the same partition keys (null is
     * the same as null) in order. Rows come out in any order.
     */
    record Window(Plan input, List<Integer> partition, List<Sort.Key> order, List<WindowCall> calls)
            implements Plan {
        public Window {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
            calls = List.copyOf(calls);
        }

        @Override
        public List<Column> columns() {
            return WindowCall.appended(input.columns(), calls);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * All rows of all inputs, whose columns have the same types; a column is nullable where any
     * input's is.
     */
    record Union(List<Plan> inputs, List<Column> columns) implements Plan {
        public Union {
            inputs = List.copyOf(inputs);
            columns = List.copyOf(columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Pairs rows for which the condition, over the left's columns followed by the right's, is true.
     * The output is both sides' columns; the left's alone for SEMI and ANTI; the right's alone for
     * RIGHT_SEMI and RIGHT_ANTI; the left's and a BOOLEAN for MARK.
     *
     * @param method how partners are found: the right side is kept in memory, rows of the left pass
     *     by
     */
    record Join(
            Plan left,
            Plan right,
            Kind kind,
            Expression condition,
            JoinMethod method,
            List<Column> columns,
            Position position)
            implements Plan {
        public Join {
            columns = List.copyOf(columns);
        }

        public enum Kind {
            INNER,
            LEFT,
            RIGHT,
            FULL,
            /** Rows of the left with a partner, each once. */
            SEMI,
            /** Rows of the left for which no pair is true. */
            ANTI,
            /** Rows of the right with a partner, each once. */
            RIGHT_SEMI,
            /** Rows of the right for which no pair is true. */
            RIGHT_ANTI,
            /**
             * All rows of the left, each once, with TRUE where a pair is true, else NULL where a
             * pair is NULL, else FALSE.
             */
            MARK
        }

        @Override
        public List<Plan> inputs() {
            return List.of(left, right);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
