package org.cellwright.science.molecule;

import java.util.List;
import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;
import org.cellwright.science.molecule.Rings.Ring;

/** Hückel's rule, ring by ring. */
final class Aromaticity {
  private Aromaticity() {}

  /**
   * Marks atoms and bonds of rings of five to seven atoms with 4 n + 2 π electrons: an atom with a
   * double bond in a ring gives one, one with a lone pair in single bonds two, a carbon whose
   * double bond leads out to a more electronegative atom and an atom with an empty orbital none.
   */
  static void perceive(List<Atom> atoms, List<Bond> bonds, Rings rings) {
    boolean[] aromatic = new boolean[atoms.size()];
    boolean[] bond = new boolean[bonds.size()];
    for (Ring ring : rings.all()) {
      int size = ring.atoms().size();
      int electrons = 0;
      for (int i = 0; i < size && electrons >= 0; i++) {
        int own = electrons(ring.atoms().get(i), atoms, bonds, rings);
        electrons = own < 0 ? -1 : electrons + own;
      }
      boolean written = ring.atoms().stream().allMatch(i -> atoms.get(i).aromatic());
      if (written || (size >= 5 && size <= 7 && electrons >= 0 && electrons % 4 == 2)) {
        ring.atoms().forEach(i -> aromatic[i] = true);
        ring.bonds().stream().forEach(b -> bond[b] = true);
      }
    }
    for (int i = 0; i < aromatic.length; i++) {
      if (aromatic[i] && !atoms.get(i).aromatic()) {
        atoms.set(i, atoms.get(i).asAromatic());
      }
    }
    for (int b = 0; b < bond.length; b++) {
      Bond old = bonds.get(b);
      if (bond[b]) {
        bonds.set(b, new Bond(old.from(), old.to(), Molecule.AROMATIC));
      }
    }
  }

  /** π electrons that an atom gives to its ring; −1 where it breaks the conjugation. */
  private static int electrons(int i, List<Atom> atoms, List<Bond> bonds, Rings rings) {
    Atom atom = atoms.get(i);
    int degree = atom.hydrogens();
    boolean inRing = false;
    int outTo = -1;
    for (int b = 0; b < bonds.size(); b++) {
      Bond bond = bonds.get(b);
      if (bond.from() != i && bond.to() != i) {
        continue;
      }
      degree++;
      if (bond.order() == Molecule.AROMATIC || bond.order() == 2 && rings.isInRing(b)) {
        inRing = true;
      } else if (bond.order() == 2) {
        outTo = bond.other(i);
      } else if (bond.order() > 2) {
        return -1;
      }
    }
    if (inRing) {
      return outTo >= 0 && !atom.element().isSulphur() ? -1 : 1;
    }
    if (outTo >= 0) {
      double pull =
          atoms.get(outTo).element().electronegativity() - atom.element().electronegativity();
      return atom.element().isCarbon() && pull > 0.3 ? 0 : -1;
    }
    return switch (atom.element().number()) {
      case 5 -> degree <= 3 ? 0 : -1;
      case 6 -> degree == 3 && atom.charge() == -1 ? 2 : degree == 3 && atom.charge() == 1 ? 0 : -1;
      case 7, 15, 33 -> degree <= 3 && atom.charge() <= 0 ? 2 : -1;
      case 8, 16, 34, 52 -> degree <= 2 && atom.charge() <= 0 ? 2 : -1;
      default -> -1;
    };
  }
}
