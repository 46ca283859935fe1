package org.cellwright.science.molecule;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;

/**
 * Some thirty cheap numbers of one molecule, by name, in a fixed order.
 *
 * <p>Donors and acceptors are counted after Lipinski (1997): N or O with hydrogen, and N and O. A
 * bond rotates if it is single, in no ring, between atoms that both have another heavy neighbour,
 * and no amide's C–N (Veber 2002). The surface is Labute's (J. Mol. Graph. Model. 18, 464, 2000):
 * spheres of van der Waals radius less what bonded neighbours cover, bonds as long as the sum of
 * covalent radii. Polarity sums |Δχ| of Pauling's electronegativities over bonds, hydrogens
 * included.
 */
final class Descriptors {
  private Descriptors() {}

  static SequencedMap<String, Double> of(Molecule molecule) {
    SequencedMap<String, Double> d = new LinkedHashMap<>();
    Topology topology = Topology.of(molecule);
    Lipophilicity lipophilicity = Lipophilicity.of(molecule);
    double carbons = count(molecule, a -> a.element().isCarbon());
    int rings = molecule.rings().all().size();
    d.put("molar_mass", molecule.molarMass());
    d.put("heavy_atoms", (double) molecule.atoms().size());
    d.put("donors", count(molecule, a -> isPolar(a) && a.hydrogens() > 0));
    d.put("acceptors", count(molecule, Descriptors::isPolar));
    d.put("nitrogens", count(molecule, a -> a.element().isNitrogen()));
    d.put("oxygens", count(molecule, a -> a.element().isOxygen()));
    d.put("sulphurs", count(molecule, a -> a.element().isSulphur()));
    d.put("phosphorus", count(molecule, a -> a.element().isPhosphorus()));
    d.put("fluorines", count(molecule, a -> a.element().number() == 9));
    d.put("halogens", count(molecule, a -> a.element().isHalogen()));
    d.put("rings", (double) rings);
    d.put("aromatic_rings", aromaticRings(molecule));
    d.put("rotatable_bonds", rotatable(molecule));
    d.put("fraction_sp3", carbons == 0 ? 0 : sp3(molecule) / carbons);
    d.put("unsaturation", unsaturation(molecule));
    d.put("polar_surface", PolarSurface.of(molecule));
    d.put("log_p", lipophilicity.logP());
    d.put("molar_refractivity", lipophilicity.refractivity());
    d.put("positive_charge", charge(molecule, 1));
    d.put("negative_charge", charge(molecule, -1));
    d.put("wiener", StrictMath.log1p(topology.wiener()));
    d.put("balaban", topology.balaban());
    d.put("kappa_1", topology.kappa1());
    d.put("kappa_2", topology.kappa2());
    d.put("kappa_3", topology.kappa3());
    d.put("bertz", topology.bertz());
    d.put("surface", surface(molecule));
    electronegativity(molecule, d);
    return d;
  }

  private static boolean isPolar(Atom atom) {
    return atom.element().isNitrogen() || atom.element().isOxygen();
  }

  private static double count(Molecule molecule, Predicate<Atom> counted) {
    return molecule.atoms().stream().filter(counted).count();
  }

  private static double charge(Molecule molecule, int sign) {
    return molecule.atoms().stream().mapToInt(a -> Math.max(0, sign * a.charge())).sum();
  }

  private static double aromaticRings(Molecule molecule) {
    return molecule.rings().all().stream()
        .filter(ring -> ring.atoms().stream().allMatch(i -> molecule.atoms().get(i).aromatic()))
        .count();
  }

  private static double sp3(Molecule molecule) {
    double sum = 0;
    for (int i = 0; i < molecule.atoms().size(); i++) {
      Atom atom = molecule.atoms().get(i);
      boolean single = molecule.bondsOf(i).stream().allMatch(b -> b.order() == 1);
      sum += atom.element().isCarbon() && !atom.aromatic() && single ? 1 : 0;
    }
    return sum;
  }

  /** Bonds of valence beyond the single ones. */
  private static double unsaturation(Molecule molecule) {
    return molecule.bonds().stream().mapToDouble(b -> b.valence() - 1).sum();
  }

  private static double rotatable(Molecule molecule) {
    int sum = 0;
    for (int b = 0; b < molecule.bonds().size(); b++) {
      Bond bond = molecule.bonds().get(b);
      if (bond.order() == 1
          && !molecule.rings().isInRing(b)
          && molecule.bondsOf(bond.from()).size() > 1
          && molecule.bondsOf(bond.to()).size() > 1
          && !isAmide(molecule, bond.from(), bond.to())
          && !isAmide(molecule, bond.to(), bond.from())) {
        sum++;
      }
    }
    return sum;
  }

  private static boolean isAmide(Molecule molecule, int nitrogen, int carbon) {
    return molecule.atoms().get(nitrogen).element().isNitrogen()
        && molecule.atoms().get(carbon).element().isCarbon()
        && molecule.bondsOf(carbon).stream()
            .anyMatch(
                b -> b.order() == 2 && molecule.atoms().get(b.other(carbon)).element().isOxygen());
  }

  private static double surface(Molecule molecule) {
    Element hydrogen = Element.of("H");
    double sum = 0;
    for (int i = 0; i < molecule.atoms().size(); i++) {
      Atom atom = molecule.atoms().get(i);
      double covered = 0;
      for (Bond bond : molecule.bondsOf(i)) {
        covered += covered(atom.element(), molecule.atoms().get(bond.other(i)).element());
      }
      double free = 0;
      if (hydrogen != null) {
        covered += atom.hydrogens() * covered(atom.element(), hydrogen);
        free = atom.hydrogens() * exposed(hydrogen, covered(hydrogen, atom.element()));
      }
      sum += exposed(atom.element(), covered) + free;
    }
    return sum;
  }

  private static double exposed(Element element, double covered) {
    double radius = element.vanDerWaalsRadius();
    return Math.max(0, 4 * Math.PI * radius * radius - Math.PI * radius * covered);
  }

  /** (r_j² − (r_i − b)²) / b for a neighbour at the bond length b. */
  private static double covered(Element one, Element other) {
    double bond = one.covalentRadius() + other.covalentRadius();
    double left = one.vanDerWaalsRadius() - bond;
    return (other.vanDerWaalsRadius() * other.vanDerWaalsRadius() - left * left) / bond;
  }

  private static void electronegativity(Molecule molecule, SequencedMap<String, Double> d) {
    Element hydrogen = Element.of("H");
    double toHydrogen = hydrogen == null ? 0 : hydrogen.electronegativity();
    double sum = 0;
    double atoms = 0;
    double polarity = 0;
    double most = 0;
    double least = 0;
    for (int i = 0; i < molecule.atoms().size(); i++) {
      Atom atom = molecule.atoms().get(i);
      double own = atom.element().electronegativity();
      sum += own + atom.hydrogens() * toHydrogen;
      atoms += 1 + atom.hydrogens();
      double pulled = atom.hydrogens() * (own - toHydrogen);
      polarity += atom.hydrogens() * Math.abs(own - toHydrogen);
      for (Bond bond : molecule.bondsOf(i)) {
        double difference = own - molecule.atoms().get(bond.other(i)).element().electronegativity();
        pulled += bond.valence() * difference;
        polarity += bond.valence() * Math.abs(difference) / 2;
      }
      most = Math.max(most, pulled);
      least = Math.min(least, pulled);
    }
    d.put("electronegativity", atoms == 0 ? 0 : sum / atoms);
    d.put("polarity", polarity);
    d.put("most_negative_atom", most);
    d.put("most_positive_atom", -least);
  }
}
