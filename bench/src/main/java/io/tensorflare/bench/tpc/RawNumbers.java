package io.tensorflare.bench.tpc;

import java.util.Locale;

/** Every run as a line of CSV. */
final class RawNumbers {
    private RawNumbers() {}

    static String of(Results results) {
        StringBuilder text = new StringBuilder("peer,query,threads,run,wall_ms,cpu_ms,peak_mb\n");
        for (Measurement all : results.measurements()) {
            all.cold().ifPresent(cost -> append(text, all, "cold", cost));
            for (int run = 0; run < all.warm().size(); run++) {
                append(text, all, Integer.toString(run + 1), all.warm().get(run));
            }
        }
        for (PeakMemory peak : results.memory()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%s,1,memory,,,%.1f%n",
                            peak.peer(),
                            peak.query(),
                            peak.compared()));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Measurement of, String run, Cost cost) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s,%s,%d,%s,%.2f,%.2f,%n",
                        of.peer(),
                        of.query(),
                        of.threads(),
                        run,
                        cost.wall(),
                        cost.cpu()));
    }
}
