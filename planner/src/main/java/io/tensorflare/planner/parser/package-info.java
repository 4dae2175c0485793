/**
 * Text to syntax tree: statement splitting, keywords by context, the generated grammar, and syntax
 * errors in plain words.
 */
package io.tensorflare.planner.parser;
