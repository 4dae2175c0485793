package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.emit.expression.Value;

/** How a column arrives at a sink, over all pipelines that end there. */
record Profile(CType type, boolean nullable, Interval range) {
    static Profile of(Value value) {
        return new Profile(value.type(), value.nullable(), value.range());
    }

    Profile or(Profile that) {
        CType wider = type.compareTo(that.type) >= 0 ? type : that.type;
        return new Profile(wider, nullable || that.nullable, range.hull(that.range));
    }
}
