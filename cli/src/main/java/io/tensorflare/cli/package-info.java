/**
 * The {@code tensorflare} command: {@link io.tensorflare.cli.Main} reads its arguments, one class a
 * subcommand does the work.
 */
package io.tensorflare.cli;
