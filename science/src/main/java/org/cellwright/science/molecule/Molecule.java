package org.cellwright.science.molecule;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;

/**
 * A molecule, or several in one SMILES, as a graph of its heavy atoms. Immutable.
 *
 * <p>Rings are a smallest set of smallest rings. Aromatic are what the SMILES calls so and rings of
 * five to seven atoms with 4 n + 2 π electrons (Hückel), so that a Kekulé form and an aromatic form
 * of one molecule are the same.
 */
public final class Molecule {
  /** Order of an aromatic bond: neither single nor double. */
  static final int AROMATIC = 5;

  /**
   * An atom.
   *
   * @param isotope mass number; 0 for the natural mixture
   * @param hydrogens bound to it
   */
  record Atom(Element element, boolean aromatic, int charge, int isotope, int hydrogens) {
    Atom withHydrogens(int count) {
      return new Atom(element, aromatic, charge, isotope, count);
    }

    Atom asAromatic() {
      return new Atom(element, true, charge, isotope, hydrogens);
    }
  }

  /** Between two atoms; order 1 to 4 or {@link #AROMATIC}. */
  record Bond(int from, int to, int order) {
    int other(int atom) {
      return atom == from ? to : from;
    }

    /** As a share of valence: 1.5 where aromatic. */
    double valence() {
      return order == AROMATIC ? 1.5 : order;
    }
  }

  private final List<Atom> atoms;
  private final List<Bond> bonds;
  private final List<List<Bond>> bondsOf;
  private final Rings rings;

  private Molecule(List<Atom> atoms, List<Bond> bonds, Rings rings) {
    this.atoms = List.copyOf(atoms);
    this.bonds = List.copyOf(bonds);
    this.bondsOf = bondsOf(atoms.size(), bonds);
    this.rings = rings;
  }

  /**
   * @throws CellwrightException REFUSED if the text is no SMILES, with the place where it fails
   */
  public static Molecule parse(String smiles) {
    return SmilesParser.parse(smiles);
  }

  /** From atoms and bonds as written; order 0 is aromatic within a ring and single elsewhere. */
  static Molecule of(List<Atom> atoms, List<Bond> bonds) {
    Rings rings = Rings.of(atoms.size(), bonds, bondsOf(atoms.size(), bonds));
    List<Bond> settled = new ArrayList<>();
    for (int b = 0; b < bonds.size(); b++) {
      Bond bond = bonds.get(b);
      int order = bond.order() > 0 ? bond.order() : rings.isInRing(b) ? AROMATIC : 1;
      settled.add(new Bond(bond.from(), bond.to(), order));
    }
    List<Atom> all = new ArrayList<>(atoms);
    Aromaticity.perceive(all, settled, rings);
    return new Molecule(all, settled, rings);
  }

  private static List<List<Bond>> bondsOf(int atoms, List<Bond> bonds) {
    List<List<Bond>> of = new ArrayList<>();
    for (int i = 0; i < atoms; i++) {
      of.add(new ArrayList<>());
    }
    for (Bond bond : bonds) {
      of.get(bond.from()).add(bond);
      of.get(bond.to()).add(bond);
    }
    return of;
  }

  List<Atom> atoms() {
    return atoms;
  }

  List<Bond> bonds() {
    return bonds;
  }

  List<Bond> bondsOf(int atom) {
    return bondsOf.get(atom);
  }

  Rings rings() {
    return rings;
  }

  /** Standard molar mass, g/mol; an isotope counts its mass number. */
  public double molarMass() {
    double hydrogen = hydrogenMass();
    double sum = 0;
    for (Atom atom : atoms) {
      sum += atom.isotope() > 0 ? atom.isotope() : atom.element().mass();
      sum += atom.hydrogens() * hydrogen;
    }
    return sum;
  }

  private static double hydrogenMass() {
    Element hydrogen = Element.of("H");
    return hydrogen == null ? 0 : hydrogen.mass();
  }

  /** Elements in Hill's order (carbon, hydrogen, then by symbol), charge last: {@code C2H3O2-}. */
  public String formula() {
    java.util.TreeMap<String, Integer> counts = new java.util.TreeMap<>();
    int charge = 0;
    for (Atom atom : atoms) {
      counts.merge(atom.element().symbol(), 1, Integer::sum);
      if (atom.hydrogens() > 0) {
        counts.merge("H", atom.hydrogens(), Integer::sum);
      }
      charge += atom.charge();
    }
    StringBuilder text = new StringBuilder();
    if (counts.containsKey("C")) {
      append(text, "C", counts.remove("C"));
      append(text, "H", counts.remove("H"));
    }
    counts.forEach((symbol, count) -> append(text, symbol, count));
    if (charge != 0) {
      text.append(charge > 0 ? '+' : '-');
      text.append(Math.abs(charge) > 1 ? String.valueOf(Math.abs(charge)) : "");
    }
    return text.toString();
  }

  private static void append(
      StringBuilder text, String symbol, @org.jspecify.annotations.Nullable Integer count) {
    if (count != null) {
      text.append(symbol).append(count > 1 ? String.valueOf(count) : "");
    }
  }
}
