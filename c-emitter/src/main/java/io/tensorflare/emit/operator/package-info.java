/** The sources, steps and sinks of pipelines as C. */
package io.tensorflare.emit.operator;
