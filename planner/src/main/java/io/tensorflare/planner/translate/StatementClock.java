package io.tensorflare.planner.translate;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The one moment that CURRENT_DATE and the like mean in a statement; remembers whether it was
 * asked.
 */
public final class StatementClock {
    private final LocalDateTime moment;
    private boolean asked;

    public StatementClock(Instant now, ZoneId zone) {
        moment = LocalDateTime.ofInstant(now, zone);
    }

    /** Whether the plan depends on the time and so cannot be kept for later. */
    public boolean asked() {
        return asked;
    }

    long days() {
        asked = true;
        return moment.toLocalDate().toEpochDay();
    }

    long microseconds() {
        asked = true;
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment.toInstant(ZoneOffset.UTC));
    }

    long microsecondsOfDay() {
        asked = true;
        return moment.toLocalTime().toNanoOfDay() / 1_000;
    }
}
