/**
 * The interactive shell: when a line is complete, what completes a word, and what commands beside
 * SQL there are.
 */
package io.tensorflare.cli.shell;
