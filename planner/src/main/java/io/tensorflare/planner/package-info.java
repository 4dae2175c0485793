/**
 * The door of the planner: SQL text becomes statements, queries become plans. Calcite is seen in
 * this module alone.
 */
package io.tensorflare.planner;
