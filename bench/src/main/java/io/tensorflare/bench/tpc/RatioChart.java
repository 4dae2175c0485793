package io.tensorflare.bench.tpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A bar for each query: its CPU time divided by DuckDB's on the same files, one thread. As SVG that
 * is readable on light and dark pages.
 */
final class RatioChart {
    private static final int LEFT = 56;
    private static final int TOP = 46;
    private static final int PLOT = 620;
    private static final int RIGHT = 48;
    private static final int ROW = 20;
    private static final int BAR = 13;

    /** Beyond it a bar is cut off. */
    private static final double MOST = 1.2;

    private static final String STYLE =
            """
              <style>
                text { font: 12px system-ui, sans-serif; fill: #57606a }
                .title { font-size: 14px; font-weight: 600; fill: #24292f }
                .bar { fill: #2f7fd1 } .slow { fill: #d1652f } .mean { fill: #1a7f4b }
                .grid { stroke: #8c959f; stroke-opacity: .3 } .one { stroke: #8c959f }
                @media (prefers-color-scheme: dark) {
                  text { fill: #9da7b1 } .title { fill: #e6edf3 }
                  .bar { fill: #58a6ff } .slow { fill: #f0883e } .mean { fill: #3fb968 }
                }
              </style>
            """;

    private record Bar(String label, double ratio, String kind) {}

    private final Results results;
    private final List<QueryText> queries;

    RatioChart(Results results, List<QueryText> queries) {
        this.results = results;
        this.queries = queries;
    }

    String svg() {
        List<Bar> bars = bars();
        int height = TOP + bars.size() * ROW + 30;
        StringBuilder svg = new StringBuilder();
        svg.append(
                format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"TPC-H: CPU time relative to DuckDB\">%n",
                        LEFT + PLOT + RIGHT, height));
        svg.append(STYLE);
        svg.append(
                format(
                        "  <text class=\"title\" x=\"%d\" y=\"18\">TPC-H on Parquet: CPU time relative to DuckDB = 1, shorter is faster</text>%n",
                        LEFT));
        appendGrid(svg, height);
        for (int i = 0; i < bars.size(); i++) {
            append(svg, bars.get(i), TOP + i * ROW);
        }
        return svg.append("</svg>\n").toString();
    }

    private List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (QueryText query : queries) {
            Optional<Double> ratio = results.ratio(Peer.DUCKDB, query.name(), 1, Measurement::cpu);
            ratio.ifPresent(
                    value -> {
                        ratios.add(value);
                        bars.add(
                                new Bar(
                                        query.name().toUpperCase(Locale.ROOT),
                                        value,
                                        value > 1 ? "slow" : "bar"));
                    });
        }
        if (!ratios.isEmpty()) {
            bars.add(new Bar("mean", GeometricMean.of(ratios), "mean"));
        }
        return bars;
    }

    private static void appendGrid(StringBuilder svg, int height) {
        for (int tenth = 0; tenth <= 12; tenth += 2) {
            double x = x(tenth / 10.0);
            svg.append(
                    format(
                            "  <line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                            tenth == 10 ? "one" : "grid", x, x, TOP - 6, height - 24));
            svg.append(
                    format(
                            "  <text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>%n",
                            x, height - 8, tenth / 10.0));
        }
        svg.append(
                format(
                        "  <text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">DuckDB</text>%n",
                        x(1), TOP - 10));
    }

    private static void append(StringBuilder svg, Bar bar, int y) {
        double end = x(Math.min(bar.ratio, MOST));
        svg.append(
                format(
                        "  <text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                        LEFT - 8, y + BAR - 2, bar.label));
        svg.append(
                format(
                        "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                        bar.kind, LEFT, y, end - LEFT, BAR));
        svg.append(
                format(
                        "  <text x=\"%.1f\" y=\"%d\">%.2f</text>%n",
                        end + 5, y + BAR - 2, bar.ratio));
    }

    private static double x(double ratio) {
        return LEFT + ratio / MOST * PLOT;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
