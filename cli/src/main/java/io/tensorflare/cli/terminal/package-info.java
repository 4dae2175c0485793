/**
 * What the command shows on a terminal besides results: progress bars, and whether there is a
 * terminal at all.
 */
package io.tensorflare.cli.terminal;
