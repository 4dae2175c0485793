package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.Positions;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Type;
import java.math.BigInteger;
import java.util.List;

/** What the calls of an aggregation give for a finished group, from its running values. */
final class AggregateResults {
    private final Accumulators accumulators;
    private final List<Profile> input;
    private final BigInteger rows;
    private final Positions positions;

    /**
     * @param input the aggregation's input columns as they arrive
     * @param rows at most so many rows arrive
     */
    AggregateResults(
            Accumulators accumulators, List<Profile> input, BigInteger rows, Positions positions) {
        this.accumulators = accumulators;
        this.input = input;
        this.rows = rows;
        this.positions = positions;
    }

    /** The result of a call for a finished group. */
    Value of(AggregateCall call, String group) {
        return switch (call.kind()) {
            case COUNT ->
                    Value.of(
                            place(group, accumulators.count(call)),
                            Interval.of(BigInteger.ZERO, rows.max(BigInteger.ONE)));
            case SUM -> sumResult(call, group);
            case AVG -> average(call, group);
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR -> firstResult(call, group);
            case SINGLE_VALUE -> singleResult(call, group);
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> spread(call, group);
        };
    }

    private static CExpr place(String group, Accumulator accumulator) {
        return CExpr.name(accumulator.type(), group + "->" + accumulator.field());
    }

    private CExpr anySeen(AggregateCall call, String group) {
        return accumulators
                .seen(call)
                .map(count -> place(group, count).compare(">", CExpr.number(CType.INT64, 0)))
                .orElse(CExpr.truth(true));
    }

    private Value sumResult(AggregateCall call, String group) {
        Accumulator sum = accumulators.sum(call);
        CExpr code = place(group, sum);
        CExpr valid = anySeen(call, group);
        Type type = call.column().type();
        if (sum.type() == CType.DOUBLE) {
            return Value.of(code).withValid(valid);
        }
        Interval range =
                sum.type() == CType.INT64
                        ? Interval.of(Long.MIN_VALUE, Long.MAX_VALUE)
                        : Machine.range(type);
        if (sum.type() == CType.INT128 && Machine.type(type) == CType.INT64) {
            code = CExpr.call(CType.INT64, "flare_narrow_int128", "worker", code, sum.position());
            return new Value(code, valid, range, Hazard.RAISES);
        }
        if (sum.kind() == Accumulator.Kind.SUM_CHECKED) {
            code =
                    CExpr.call(
                            CType.INT128,
                            "flare_rescale_int128",
                            "worker",
                            code,
                            0,
                            38,
                            sum.position());
            return new Value(code, valid, range, Hazard.RAISES);
        }
        return new Value(code, valid, range, Hazard.NONE);
    }

    private Value average(AggregateCall call, String group) {
        CExpr sum = place(group, accumulators.sum(call));
        CExpr count = place(group, accumulators.count(call));
        CExpr valid = anySeen(call, group);
        if (Machine.isDecimal(call.column().type())) {
            CExpr wide =
                    sum.type() == CType.INT128
                            ? sum
                            : CExpr.call(CType.INT128, "flare_int128_of", sum);
            CExpr code =
                    CExpr.call(
                            CType.INT128,
                            "flare_average_int128",
                            "worker",
                            wide,
                            count,
                            positions.number(call.position()));
            return new Value(code, valid, Interval.digits(38), Hazard.RAISES);
        }
        CExpr wide =
                sum.type() == CType.INT128
                        ? CExpr.call(CType.DOUBLE, "flare_cast_decimal_to_double", sum, 0)
                        : sum.cast(CType.DOUBLE);
        return Value.of(wide.dividedBy(count.cast(CType.DOUBLE))).withValid(valid);
    }

    private Value firstResult(AggregateCall call, String group) {
        Accumulator first = accumulators.first(call);
        Profile argument = input.get(call.argument().getAsInt());
        CExpr code = place(group, first);
        Hazard hazard = first.type() == CType.STRING ? Hazard.READS : Hazard.NONE;
        CExpr read =
                first.type() == CType.BOOL ? code.compare("!=", CExpr.number(CType.BOOL, 0)) : code;
        return new Value(read, anySeen(call, group), argument.range(), hazard);
    }

    /** Asks whether there is more than one row before anything else. */
    private Value singleResult(AggregateCall call, String group) {
        Value first = firstResult(call, group);
        CExpr single =
                CExpr.call(
                        CType.BOOL,
                        "flare_single_row",
                        "worker",
                        place(group, accumulators.rowCount()),
                        positions.number(call.position()));
        return first.withValid(single.and(first.valid())).withHazard(Hazard.RAISES);
    }

    private Value spread(AggregateCall call, String group) {
        Accumulator moments = accumulators.moments(call);
        String place = group + "->" + moments.field();
        boolean sample =
                call.kind() == AggregateCall.Kind.STDDEV_SAMP
                        || call.kind() == AggregateCall.Kind.VAR_SAMP;
        boolean deviation =
                call.kind() == AggregateCall.Kind.STDDEV_POP
                        || call.kind() == AggregateCall.Kind.STDDEV_SAMP;
        CExpr count = CExpr.name(CType.INT64, place + ".count");
        CExpr divisor = sample ? count.minus(CExpr.number(CType.INT64, 1)) : count;
        CExpr variance =
                CExpr.name(CType.DOUBLE, place + ".m2").dividedBy(divisor.cast(CType.DOUBLE));
        CExpr code =
                deviation
                        ? CExpr.call(
                                CType.DOUBLE,
                                "flare_sqrt_double",
                                "worker",
                                variance,
                                positions.number(call.position()))
                        : variance;
        CExpr valid = count.compare(">", CExpr.number(CType.INT64, sample ? 1 : 0));
        return new Value(
                code, valid, Machine.range(Type.DOUBLE), deviation ? Hazard.RAISES : Hazard.NONE);
    }
}
