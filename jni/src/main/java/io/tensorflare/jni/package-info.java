/**
 * The narrow door between Java and the native library. Everything here is a static native method
 * over numbers, addresses and direct buffers; what the functions mean is said in {@code
 * native/include/flare/engine.h}.
 */
package io.tensorflare.jni;
