/**
 * The plan with its nodes numbered, cut at its breakers into pipelines, and both as text for
 * people.
 */
package io.tensorflare.pipeline;
