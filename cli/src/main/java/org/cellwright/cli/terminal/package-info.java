/** The terminal: colours, tables, the live display of a campaign. Knows nothing of batteries. */
@NullMarked
package org.cellwright.cli.terminal;

import org.jspecify.annotations.NullMarked;
