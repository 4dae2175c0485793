/**
 * SQL text as people type it: files of several statements, and lines that are not yet complete.
 * Knows quotes and comments, no grammar.
 */
package io.tensorflare.cli.sql;
