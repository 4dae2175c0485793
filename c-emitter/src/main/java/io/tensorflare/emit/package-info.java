/**
 * From a plan to a C program: {@link io.tensorflare.emit.Emitter} in, {@link
 * io.tensorflare.emit.Program} out. Pure functions.
 */
package io.tensorflare.emit;
