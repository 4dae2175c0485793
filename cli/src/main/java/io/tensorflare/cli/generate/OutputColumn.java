package io.tensorflare.cli.generate;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A column of a Parquet file and how its value is read from a row of type {@code R}. Columns are
 * OPTIONAL, as most writers declare them.
 */
record OutputColumn<R>(PrimitiveType type, Predicate<R> isNull, Value<R> value) {
    /** Hands the value of one row to Parquet. */
    interface Value<R> {
        void write(RecordConsumer consumer, R row);
    }

    /** A column without nulls. */
    OutputColumn(PrimitiveType type, Value<R> value) {
        this(type, row -> false, value);
    }

    /** The same column, with nulls. */
    OutputColumn<R> nullWhere(Predicate<R> test) {
        return new OutputColumn<>(type, test, value);
    }

    String name() {
        return type.getName();
    }

    static <R> OutputColumn<R> bigint(String name, ToLongFunction<R> value) {
        return new OutputColumn<>(
                Types.optional(PrimitiveTypeName.INT64).named(name),
                (consumer, row) -> consumer.addLong(value.applyAsLong(row)));
    }

    static <R> OutputColumn<R> integer(String name, ToIntFunction<R> value) {
        return new OutputColumn<>(
                Types.optional(PrimitiveTypeName.INT32).named(name),
                (consumer, row) -> consumer.addInteger(value.applyAsInt(row)));
    }

    static <R> OutputColumn<R> doubles(String name, ToDoubleFunction<R> value) {
        return new OutputColumn<>(
                Types.optional(PrimitiveTypeName.DOUBLE).named(name),
                (consumer, row) -> consumer.addDouble(value.applyAsDouble(row)));
    }

    /** A DATE; {@code value} gives days since 1970-01-01. */
    static <R> OutputColumn<R> date(String name, ToIntFunction<R> value) {
        return new OutputColumn<>(
                Types.optional(PrimitiveTypeName.INT32)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name),
                (consumer, row) -> consumer.addInteger(value.applyAsInt(row)));
    }

    /** A DECIMAL of at most 18 digits; {@code value} gives it without its point. */
    static <R> OutputColumn<R> decimal(
            String name, int precision, int scale, ToLongFunction<R> value) {
        return new OutputColumn<>(
                Types.optional(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.decimalType(scale, precision))
                        .named(name),
                (consumer, row) -> consumer.addLong(value.applyAsLong(row)));
    }

    /** A DECIMAL(15, 2); {@code value} gives the amount, which is rounded to the nearest cent. */
    static <R> OutputColumn<R> amount(String name, ToDoubleFunction<R> value) {
        return decimal(name, 15, 2, row -> Math.round(value.applyAsDouble(row) * 100));
    }

    static <R> OutputColumn<R> text(String name, Function<R, String> value) {
        return new OutputColumn<>(
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name),
                (consumer, row) -> consumer.addBinary(Binary.fromString(value.apply(row))));
    }
}
