/** C text: types, expressions, names, comments and layout. Knows C and nothing of queries. */
package io.tensorflare.c;
