package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.plan.Plan;
import java.util.Optional;

/** A column of a scan, and what the program turns out to need of it. */
final class ScanColumn implements Interval.Claim {
    private final Plan.Scan.Field field;
    private Optional<IdSpace> ids = Optional.empty();
    private boolean preloaded;
    private boolean claimed;
    private boolean read;

    ScanColumn(Plan.Scan.Field field) {
        this.field = field;
    }

    Plan.Scan.Field field() {
        return field;
    }

    boolean nullable() {
        return field.column().nullable();
    }

    /** How the scan delivers it. */
    CType type() {
        return ids.isPresent() ? CType.IDS : Machine.type(field.column().type());
    }

    Interval range() {
        Interval range = Machine.range(field.column().type());
        boolean known =
                field.statistics().minimum().isPresent()
                        && field.statistics().maximum().isPresent();
        boolean short64 = Machine.type(field.column().type()).isInteger();
        return known && short64
                ? range.claimed(
                        field.statistics().minimum().getAsLong(),
                        field.statistics().maximum().getAsLong(),
                        this)
                : range;
    }

    @Override
    public void rely() {
        claimed = true;
    }

    boolean isClaimed() {
        return claimed;
    }

    Optional<IdSpace> ids() {
        return ids;
    }

    void deliverIds(IdSpace space) {
        ids = Optional.of(space);
    }

    void preload() {
        preloaded = true;
    }

    boolean isPreloaded() {
        return preloaded;
    }

    void read() {
        read = true;
    }

    boolean isRead() {
        return read;
    }
}
