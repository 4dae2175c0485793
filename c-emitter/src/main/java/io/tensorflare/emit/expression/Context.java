package io.tensorflare.emit.expression;

import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.Parameters;
import io.tensorflare.emit.Positions;

/**
 * What expressions of a whole program share.
 *
 * @param parameters constants go here
 * @param positions places of errors go here
 * @param globals names of functions
 * @param functions helper functions go here, before the functions that call them
 */
public record Context(
        Parameters parameters, Positions positions, Names globals, CWriter functions) {}
