/** What an engine knows by name: tables over Parquet files, views, models. */
package io.tensorflare.catalog;
