/**
 * What stands behind {@link io.tensorflare.TensorFlare}: settings, cached plans, execution through
 * the native door.
 */
package io.tensorflare.engine;
