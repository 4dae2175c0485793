package io.tensorflare.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A typed scalar expression over the columns of one operator's input. The planner makes every
 * conversion explicit: operands of arithmetic and comparison have one type, save decimals, whose
 * scales and precisions may differ.
 */
public sealed interface Expression {
    Type type();

    /** False where no row can make this NULL. */
    boolean nullable();

    /**
     * The expressions directly inside this one, from left to right; constants of a list are none.
     */
    List<Expression> parts();

    <R> R accept(Visitor<R> visitor);

    /** One method per kind of expression: a new kind breaks the build where it is not handled. */
    interface Visitor<R> {
        R visit(ColumnReference column);

        R visit(Literal literal);

        R visit(Null literal);

        R visit(Parameter parameter);

        R visit(Call call);

        R visit(Cast cast);

        R visit(Case expression);

        R visit(InList expression);
    }

    /** The input's column number {@code index}, from 0. */
    record ColumnReference(int index, String name, Type type, boolean nullable)
            implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A constant that is not NULL. The value is a Boolean, a Long (integers; days, microseconds or
     * months for dates, times and intervals), a Double (REAL and DOUBLE), a BigDecimal at the
     * type's scale, a String or a byte[].
     */
    record Literal(Object value, Type type, Position position) implements Expression {
        public Literal {
            Class<?> expected =
                    switch (type.kind()) {
                        case BOOLEAN -> Boolean.class;
                        case TINYINT,
                                SMALLINT,
                                INTEGER,
                                BIGINT,
                                DATE,
                                TIME,
                                TIMESTAMP,
                                TIMESTAMP_LOCAL,
                                INTERVAL_MONTHS,
                                INTERVAL_MICROSECONDS ->
                                Long.class;
                        case REAL, DOUBLE -> Double.class;
                        case DECIMAL -> BigDecimal.class;
                        case VARCHAR -> String.class;
                        case BINARY -> byte[].class;
                        case LIST, STRUCT -> List.class;
                    };
            if (!expected.isInstance(value)) {
                throw new IllegalArgumentException(
                        "a literal of type "
                                + type
                                + " needs a "
                                + expected.getSimpleName()
                                + ", got "
                                + value);
            }
        }

        @Override
        public boolean nullable() {
            return false;
        }

        @Override
        public List<Expression> parts() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The constant NULL of a type. */
    record Null(Type type) implements Expression {
        @Override
        public boolean nullable() {
            return true;
        }

        @Override
        public List<Expression> parts() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A parameter of a prepared statement, numbered from 0, bound at execution. */
    record Parameter(int index, Type type) implements Expression {
        @Override
        public boolean nullable() {
            return true;
        }

        @Override
        public List<Expression> parts() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A function of {@link Function} applied to its operands. */
    record Call(
            Function function,
            List<Expression> operands,
            Type type,
            boolean nullable,
            Position position)
            implements Expression {
        public Call {
            operands = List.copyOf(operands);
            function.check(operands);
        }

        @Override
        public List<Expression> parts() {
            return operands;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A conversion; an input that the type cannot hold is an error at {@code position}. */
    record Cast(Expression operand, Type type, Position position) implements Expression {
        @Override
        public boolean nullable() {
            return operand.nullable();
        }

        @Override
        public List<Expression> parts() {
            return List.of(operand);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * CASE: the value of the first branch whose condition is true, else {@code otherwise}. All
     * values have the type of the whole.
     */
    record Case(List<Branch> branches, Expression otherwise) implements Expression {
        public Case {
            branches = List.copyOf(branches);
            for (Branch branch : branches) {
                if (branch.condition().type().kind() != Type.Kind.BOOLEAN
                        || !branch.value().type().equals(otherwise.type())) {
                    throw new IllegalArgumentException(
                            "CASE of "
                                    + otherwise.type()
                                    + " got a branch of "
                                    + branch.value().type());
                }
            }
        }

        /** WHEN condition THEN value. */
        public record Branch(Expression condition, Expression value) {}

        @Override
        public Type type() {
            return otherwise.type();
        }

        @Override
        public boolean nullable() {
            return otherwise.nullable()
                    || branches.stream().anyMatch(branch -> branch.value().nullable());
        }

        @Override
        public List<Expression> parts() {
            List<Expression> parts = new ArrayList<>();
            for (Branch branch : branches) {
                parts.add(branch.condition());
                parts.add(branch.value());
            }
            parts.add(otherwise);
            return parts;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * True where the operand equals one of the constants (distinct, not NULL, of the operand's
     * type); NULL where it is NULL.
     */
    record InList(Expression operand, List<Literal> values) implements Expression {
        public InList {
            values = List.copyOf(values);
            for (Literal value : values) {
                if (!value.type().equals(operand.type())) {
                    throw new IllegalArgumentException(
                            "IN over " + operand.type() + " got a " + value.type());
                }
            }
        }

        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public boolean nullable() {
            return operand.nullable();
        }

        @Override
        public List<Expression> parts() {
            return List.of(operand);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The constant value where this is a literal. */
    default Optional<Literal> literal() {
        return this instanceof Literal literal ? Optional.of(literal) : Optional.empty();
    }

    static Call call(Function function, Type type, Position position, Expression... operands) {
        List<Expression> list = List.of(operands);
        return new Call(
                function, list, type, function.nullable(list), Objects.requireNonNull(position));
    }
}
