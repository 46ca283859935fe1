/**
 * The page that a campaign leaves behind: one file that opens without a network and prints.
 *
 * <p>{@link Material} is what it is made from, {@link Report} puts the sections in order. Each
 * section draws its own conclusions from {@link Findings} and leaves out what the campaign has
 * nothing to say about, so that a campaign of any method gets a page. Every number links to the
 * evaluation it came from. The drawing itself is in the room {@code chart}.
 */
@NullMarked
package org.cellwright.cli.report;

import org.jspecify.annotations.NullMarked;
