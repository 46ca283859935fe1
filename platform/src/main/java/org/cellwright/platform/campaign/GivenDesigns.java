package org.cellwright.platform.campaign;

import java.nio.file.Path;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;

/**
 * Designs that a person wrote down, in the order of the file.
 *
 * @param outside for each design the variables that leave the campaign's bounds; the method may
 *     accept them all the same
 * @param notes what the reader passed over, for people
 */
public record GivenDesigns(List<Design> designs, List<List<String>> outside, List<String> notes) {

  public GivenDesigns {
    designs = List.copyOf(designs);
    outside = List.copyOf(outside);
    notes = List.copyOf(notes);
  }

  /**
   * Reads JSON (one object {@code {name: "60 um", …}} or a list of them) or CSV (a header with
   * {@code name}, {@code name_um}, {@code name [um]} or {@code name / um}).
   *
   * @throws CellwrightException ABSENT without the file; REFUSED with row and column
   */
  public static GivenDesigns read(Path file, CampaignFile campaign) {
    throw new UnsupportedOperationException(file + " " + campaign);
  }
}
