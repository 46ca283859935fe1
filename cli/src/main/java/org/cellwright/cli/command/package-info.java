/**
 * The words of the command line, one class each. {@link Words} lists them in the order in which a
 * newcomer needs them; {@link Command} is what each has to say of itself; {@link Session} is what
 * each is given.
 */
@NullMarked
package org.cellwright.cli.command;

import org.jspecify.annotations.NullMarked;
