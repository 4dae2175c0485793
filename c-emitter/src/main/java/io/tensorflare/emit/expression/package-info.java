/** Expressions of a plan as typed C expressions, with ranges and three-valued logic. */
package io.tensorflare.emit.expression;
