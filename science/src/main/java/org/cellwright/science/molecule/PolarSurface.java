package org.cellwright.science.molecule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;
import org.cellwright.science.molecule.Rings.Ring;

/**
 * Topological polar surface area by fragments, Å²: nitrogen and oxygen of table 1 in Ertl, Rohde
 * and Selzer, J. Med. Chem. 43, 3714 (2000), doi 10.1021/jm000942e, from {@code polar_surface.csv};
 * the paper's own fit where a fragment is not in the table.
 */
final class PolarSurface {
  private static final Map<String, Double> AREAS = read();

  private PolarSurface() {}

  /** By all columns but the last. */
  private static Map<String, Double> read() {
    Map<String, Double> areas = new LinkedHashMap<>();
    for (List<String> row : Element.table("polar_surface.csv")) {
      areas.put(
          String.join(",", row.subList(0, row.size() - 1)), Double.parseDouble(row.getLast()));
    }
    return areas;
  }

  static double of(Molecule molecule) {
    double sum = 0;
    for (int i = 0; i < molecule.atoms().size(); i++) {
      Element element = molecule.atoms().get(i).element();
      if (element.isNitrogen() || element.isOxygen()) {
        sum += contribution(molecule, i);
      }
    }
    return sum;
  }

  private static double contribution(Molecule molecule, int i) {
    Atom atom = molecule.atoms().get(i);
    int[] orders = new int[Molecule.AROMATIC + 1];
    for (Bond bond : molecule.bondsOf(i)) {
      orders[bond.order()]++;
    }
    boolean small = molecule.rings().all().stream().anyMatch(ring -> isSmall(ring, i));
    String key =
        "%s,%d,%d,%d,%d,%d,%d,"
            .formatted(
                atom.element().symbol(),
                orders[1],
                orders[2],
                orders[3],
                orders[Molecule.AROMATIC],
                atom.hydrogens(),
                atom.charge());
    Double known = AREAS.getOrDefault(key + "any", AREAS.get(key + (small ? "yes" : "no")));
    if (known != null) {
      return known;
    }
    int neighbours = molecule.bondsOf(i).size();
    double fitted =
        atom.element().isNitrogen()
            ? 30.5 - 8.2 * neighbours + 1.5 * atom.hydrogens()
            : 28.5 - 8.6 * neighbours + 1.5 * atom.hydrogens();
    return Math.max(0, fitted);
  }

  private static boolean isSmall(Ring ring, int atom) {
    return ring.atoms().size() == 3 && ring.atoms().contains(atom);
  }
}
