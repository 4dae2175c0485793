/**
 * What names and types mean: Calcite's validator with our type system, functions, conversions and
 * catalog.
 */
package io.tensorflare.planner.validate;
