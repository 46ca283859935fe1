/**
 * Physics and mathematics. Nothing here knows a database, a network, a path or a user interface.
 *
 * <p>Rooms: {@code numerics} (linear algebra, time integration, optimisation, sampling), {@code
 * cell} (continuum cell physics) and {@code planner} (what to try next). Everything may use
 * numerics; cell and planner know nothing of each other.
 */
@NullMarked
package org.cellwright.science;

import org.jspecify.annotations.NullMarked;
