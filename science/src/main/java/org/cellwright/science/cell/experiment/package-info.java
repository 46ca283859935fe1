/**
 * Readers of experiments: sentences, aurora-unicycler protocols, drive cycles. Other rooms use
 * {@link org.cellwright.science.cell.Experiment}.
 */
@NullMarked
package org.cellwright.science.cell.experiment;

import org.jspecify.annotations.NullMarked;
