package io.tensorflare.emit.operator;

import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Source;
import java.util.ArrayList;
import java.util.List;

/** Where the rows of a pipeline come from, as its entry in the contents page has it. */
final class SourceEntry {
    private SourceEntry() {}

    /** The name and the source, as members of a {@code flare_pipeline}. */
    static List<String> of(Pipeline pipeline, Assembly assembly) {
        List<String> entry = new ArrayList<>();
        entry.add(".name = \"" + pipeline.number() + "\"");
        Source source = pipeline.source();
        if (source instanceof Source.Scan scan) {
            entry.add(".source = FLARE_SOURCE_SCAN");
            entry.add(".scan = &" + assembly.scans().get(scan.number()).name() + "_scan");
        } else if (source instanceof Source.Sorted) {
            String field = assembly.sorted().get(source.node().number()).field();
            entry.addAll(rows("FLARE_SOURCE_SORTED", field));
        } else if (source instanceof Source.Built) {
            String field = assembly.joins().get(source.node().number()).field();
            entry.addAll(rows("FLARE_SOURCE_JOIN", field));
        } else if (source instanceof Source.Windows windows) {
            String field = assembly.sorted().get(windows.node().number()).field();
            entry.addAll(rows("FLARE_SOURCE_WINDOWS", field));
            entry.add(".partition_keys = " + windows.plan().partition().size());
        } else if (source instanceof Source.Values) {
            entry.add(".source = FLARE_SOURCE_ONCE");
        } else {
            entry.addAll(groups(source, assembly.groups().get(source.node().number())));
        }
        return entry;
    }

    private static List<String> groups(Source source, Groups groups) {
        if (source instanceof Source.Distinct distinct) {
            return rows("FLARE_SOURCE_GROUPS", groups.table(distinct.set()).field());
        }
        return switch (groups.kind()) {
            case SINGLE -> List.of(".source = FLARE_SOURCE_ONCE");
            case DIRECT -> rows("FLARE_SOURCE_ARRAY", groups.field());
            case HASH -> rows("FLARE_SOURCE_GROUPS", groups.field());
        };
    }

    /** Rows that a field of {@code struct query} points to. */
    private static List<String> rows(String source, String field) {
        return List.of(
                ".source = " + source,
                ".source_offset = FLARE_OFFSET(struct query, " + field + ")");
    }
}
