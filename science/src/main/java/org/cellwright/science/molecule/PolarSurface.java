package org.cellwright.science.molecule;

import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;
import org.cellwright.science.molecule.Rings.Ring;

/**
 * Topological polar surface area by fragments, Å²: nitrogen and oxygen of table 1 in Ertl, Rohde
 * and Selzer, J. Med. Chem. 43, 3714 (2000), doi 10.1021/jm000942e; the paper's own fit where a
 * fragment is not in the table.
 */
final class PolarSurface {
  private PolarSurface() {}

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
    String key =
        "%d%d%d%d h%d q%d"
            .formatted(
                orders[1],
                orders[2],
                orders[3],
                orders[Molecule.AROMATIC],
                atom.hydrogens(),
                atom.charge());
    boolean small = molecule.rings().all().stream().anyMatch(ring -> isSmall(ring, i));
    double known = atom.element().isNitrogen() ? nitrogen(key, small) : oxygen(key, small);
    if (!Double.isNaN(known)) {
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

  /** Keys: single, double, triple, aromatic bonds; hydrogens; charge. */
  private static double nitrogen(String key, boolean small) {
    return switch (key) {
      case "3000 h0 q0" -> small ? 3.01 : 3.24;
      case "1100 h0 q0" -> 12.36;
      case "0010 h0 q0" -> 23.79;
      case "1200 h0 q0" -> 11.68;
      case "0110 h0 q0" -> 13.60;
      case "2000 h1 q0" -> small ? 21.94 : 12.03;
      case "0100 h1 q0" -> 23.85;
      case "1000 h2 q0" -> 26.02;
      case "4000 h0 q1" -> 0.00;
      case "2100 h0 q1" -> 3.01;
      case "1010 h0 q1" -> 4.36;
      case "3000 h1 q1" -> 4.44;
      case "1100 h1 q1" -> 13.97;
      case "2000 h2 q1" -> 16.61;
      case "0100 h2 q1" -> 25.59;
      case "1000 h3 q1" -> 27.64;
      case "0002 h0 q0" -> 12.89;
      case "0003 h0 q0" -> 4.41;
      case "1002 h0 q0" -> 4.93;
      case "0102 h0 q0" -> 8.39;
      case "0002 h1 q0" -> 15.79;
      case "0003 h0 q1" -> 4.10;
      case "1002 h0 q1" -> 3.88;
      case "0002 h1 q1" -> 14.14;
      default -> Double.NaN;
    };
  }

  private static double oxygen(String key, boolean small) {
    return switch (key) {
      case "2000 h0 q0" -> small ? 12.53 : 9.23;
      case "0100 h0 q0" -> 17.07;
      case "1000 h1 q0" -> 20.23;
      case "1000 h0 q-1" -> 23.06;
      case "0002 h0 q0" -> 13.14;
      default -> Double.NaN;
    };
  }
}
