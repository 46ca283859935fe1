/**
 * Programs that measure what is promised, beside the peers where there are any.
 *
 * <p>{@link org.cellwright.bench.Bench} is started by the launcher; a bench such as {@code
 * CellBench} runs its cases under a {@code Stopwatch} and hands out a {@code Result} for each, and
 * {@code Report} prints them. A peer, such as {@code PybammPeer}, runs the same cases in its own
 * process in the same run. Sees everything; nothing sees it.
 */
@NullMarked
package org.cellwright.bench;

import org.jspecify.annotations.NullMarked;
