package io.tensorflare.emit.operator;

import io.tensorflare.pipeline.Node;
import java.util.List;

/** The rows of one sort: their struct, and the sorter's field in {@code struct query}. */
record SortedRows(
        Node node,
        String tag,
        String field,
        List<Profile> profiles,
        List<String> values,
        List<String> valid) {}
