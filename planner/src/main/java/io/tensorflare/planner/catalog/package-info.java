/** What the planner asks of the engine: tables, views, models and files by name. */
package io.tensorflare.planner.catalog;
