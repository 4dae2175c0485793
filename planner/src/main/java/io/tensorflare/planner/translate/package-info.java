/**
 * Calcite's relational tree to plan records, and the last rewrites on those: columns pruned,
 * filters in scans, ways to aggregate.
 */
package io.tensorflare.planner.translate;
