package io.tensorflare.emit.operator;

import io.tensorflare.pipeline.DistinctSet;

/**
 * A table of the distinct values of one argument, with the keys of their groups.
 *
 * @param key keys, then the value
 * @param value the last of the key columns
 * @param field of {@code struct query} that holds the table
 */
record DistinctTable(DistinctSet set, KeyStruct key, KeyColumn value, String field) {}
