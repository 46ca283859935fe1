/**
 * The command line: opens files, wires the rooms together, and speaks with people.
 *
 * <p>{@link Cellwright} reads the words and turns what happens into an exit code; each word is a
 * class in {@code command}; {@code terminal} is how it speaks while it works; {@code report} is the
 * page that a campaign leaves behind; {@code chart} draws. The contract is docs/command-line.md.
 */
@NullMarked
package org.cellwright.cli;

import org.jspecify.annotations.NullMarked;
