/**
 * From C text to a loaded program: finds the system's compiler, runs it without a shell in a
 * private directory, and keeps what it made in memory and on disk.
 */
package io.tensorflare.compile;
