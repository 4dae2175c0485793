package io.tensorflare.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a window function gives for a row, from the rows of its partition in order. Numbers such as
 * {@code argument} are columns of the input, read in whichever row the function looks at;
 * expressions are over the input's columns in the row at hand.
 */
public sealed interface WindowFunction {
    <R> R accept(Visitor<R> visitor);

    /** Columns of the input that are read by number, those of the frame's bounds included. */
    BitSet columns();

    /** Expressions over the row at hand, those of the frame's bounds included. */
    List<Expression> expressions();

    /** One method per kind of function: a new kind breaks the build where it is not handled. */
    interface Visitor<R> {
        R visit(Ranking ranking);

        R visit(Ntile ntile);

        R visit(Shift shift);

        R visit(End end);

        R visit(Nth nth);

        R visit(Framed framed);
    }

    /** The row's place in the order. */
    record Ranking(Kind kind) implements WindowFunction {
        public enum Kind {
            /** 1, 2, 3, ... */
            ROW_NUMBER,
            /** The number of the first peer; rows with equal order keys are peers. */
            RANK,
            /** 1 for the first peers, 2 for the next. */
            DENSE_RANK,
            /** (rank - 1) / (rows - 1); 0 of a single row. */
            PERCENT_RANK,
            /** The share of rows up to the last peer. */
            CUME_DIST
        }

        @Override
        public BitSet columns() {
            return new BitSet();
        }

        @Override
        public List<Expression> expressions() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Divides the partition into so many parts of nearly equal size, numbered from 1. */
    record Ntile(Expression parts) implements WindowFunction {
        @Override
        public BitSet columns() {
            return new BitSet();
        }

        @Override
        public List<Expression> expressions() {
            return List.of(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * The argument in a row before or after this one; {@code otherwise} where there is none.
     *
     * @param rows how far away, BIGINT; NULL where it is NULL
     * @param otherwise of the argument's type
     * @param ignoreNulls whether only rows are counted whose argument is not NULL
     */
    record Shift(
            Way way,
            int argument,
            Expression rows,
            Optional<Expression> otherwise,
            boolean ignoreNulls)
            implements WindowFunction {
        public enum Way {
            LAG,
            LEAD
        }

        @Override
        public BitSet columns() {
            return only(argument);
        }

        @Override
        public List<Expression> expressions() {
            List<Expression> expressions = new ArrayList<>(List.of(rows));
            otherwise.ifPresent(expressions::add);
            return List.copyOf(expressions);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The argument in the frame's first or last row; NULL where the frame is empty. */
    record End(Side side, int argument, boolean ignoreNulls, WindowFrame frame)
            implements WindowFunction {
        public enum Side {
            FIRST,
            LAST
        }

        @Override
        public BitSet columns() {
            return frame.and(only(argument));
        }

        @Override
        public List<Expression> expressions() {
            return frame.expressions();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * The argument in the frame's row number {@code number}, BIGINT from 1; NULL where there is
     * none.
     */
    record Nth(int argument, Expression number, boolean ignoreNulls, WindowFrame frame)
            implements WindowFunction {
        @Override
        public BitSet columns() {
            return frame.and(only(argument));
        }

        @Override
        public List<Expression> expressions() {
            List<Expression> expressions = new ArrayList<>(frame.expressions());
            expressions.add(number);
            return List.copyOf(expressions);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * An aggregate over the frame.
     *
     * @param argument empty for COUNT(*)
     * @param filter a BOOLEAN that lets a row in
     */
    record Framed(
            AggregateCall.Kind kind, OptionalInt argument, OptionalInt filter, WindowFrame frame)
            implements WindowFunction {
        @Override
        public BitSet columns() {
            BitSet columns = new BitSet();
            argument.ifPresent(columns::set);
            filter.ifPresent(columns::set);
            return frame.and(columns);
        }

        @Override
        public List<Expression> expressions() {
            return frame.expressions();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    private static BitSet only(int column) {
        BitSet columns = new BitSet();
        columns.set(column);
        return columns;
    }
}
