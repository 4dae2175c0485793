/**
 * Rewrites of the relational tree, in a fixed order of phases: sub-queries to joins, constants,
 * filters down.
 */
package io.tensorflare.planner.rule;
