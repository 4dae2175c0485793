/**
 * Results as text: values ({@link io.tensorflare.cli.format.ValueText}) and tables of them ({@link
 * io.tensorflare.cli.format.ResultFormat}). Pure functions of values; nothing here knows the
 * engine.
 */
package io.tensorflare.cli.format;
