/**
 * What a Parquet file says of itself: its footer as records, with SQL types and statistics. Read
 * once, kept by file identity.
 */
package io.tensorflare.parquet;
