package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.emit.expression.Value;
import java.util.Optional;

/**
 * How a column arrives at a sink, over all pipelines that end there.
 *
 * @param ids the space in which its strings have ids, where all pipelines bring them so
 */
record Profile(CType type, boolean nullable, Interval range, Optional<IdSpace> ids) {
    static Profile of(Cell cell, CWriter c) {
        Value value = cell.value(c);
        return new Profile(
                value.type(), value.nullable(), value.range(), cell.id().map(Cell.Id::space));
    }

    Profile or(Profile that) {
        CType wider = type.compareTo(that.type) >= 0 ? type : that.type;
        return new Profile(
                wider,
                nullable || that.nullable,
                range.hull(that.range),
                ids.equals(that.ids) ? ids : Optional.empty());
    }

    /** How it is kept. */
    CType stored() {
        return ids.isPresent() ? CType.IDS : type;
    }

    Profile withoutIds() {
        return new Profile(type, nullable, range, Optional.empty());
    }

    Profile withIds(IdSpace space) {
        return new Profile(type, nullable, range, Optional.of(space));
    }
}
