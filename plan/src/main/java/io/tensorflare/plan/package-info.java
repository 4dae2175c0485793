/**
 * The plan of a query as sealed records: operators, expressions and types. Depends on nothing;
 * everything that plans, emits, explains or ships a query speaks in these records.
 */
package io.tensorflare.plan;
