/**
 * Rewrites of plan records: what rows to expect, the order of joins, how their partners are found.
 */
package io.tensorflare.planner.optimize;
