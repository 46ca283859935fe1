package org.cellwright.science.molecule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;

/**
 * log P (octanol, water) and molar refractivity as sums over atoms: the contributions of Wildman
 * and Crippen, J. Chem. Inf. Comput. Sci. 39, 868 (1999), doi 10.1021/ci990307l, from {@code
 * lipophilicity.csv}, with an atom's type found from its neighbours. Simplified: rare surroundings
 * of carbon, hydrogen and ions fall to their nearest kin, so it is a descriptor and not a
 * prediction.
 */
record Lipophilicity(double logP, double refractivity) {
  private static final Lipophilicity NOTHING = new Lipophilicity(0, 0);
  private static final Map<String, Lipophilicity> TYPES = read();

  private static Map<String, Lipophilicity> read() {
    Map<String, Lipophilicity> types = new LinkedHashMap<>();
    for (List<String> row : Element.table("lipophilicity.csv")) {
      types.put(
          row.get(0),
          new Lipophilicity(Double.parseDouble(row.get(1)), Double.parseDouble(row.get(2))));
    }
    return types;
  }

  static Lipophilicity of(Molecule molecule) {
    double logP = 0;
    double refractivity = 0;
    for (int i = 0; i < molecule.atoms().size(); i++) {
      Lipophilicity own = atom(molecule, i);
      Lipophilicity hydrogen = hydrogen(molecule, i);
      int hydrogens = molecule.atoms().get(i).hydrogens();
      logP += own.logP + hydrogens * hydrogen.logP;
      refractivity += own.refractivity + hydrogens * hydrogen.refractivity;
    }
    return new Lipophilicity(logP, refractivity);
  }

  private static Lipophilicity type(String name) {
    Lipophilicity known = TYPES.get(name);
    if (known == null) {
      throw new IllegalStateException("lipophilicity.csv has no type " + name);
    }
    return known;
  }

  private static Lipophilicity atom(Molecule molecule, int i) {
    Atom atom = molecule.atoms().get(i);
    return switch (atom.element().number()) {
      case 1, 0 -> NOTHING;
      case 6 -> atom.aromatic() ? aromaticCarbon(molecule, i) : carbon(molecule, i);
      case 7 -> nitrogen(molecule, i);
      case 8 -> oxygen(molecule, i);
      case 9 -> atom.charge() < 0 ? type("Hal") : type("F");
      case 17 -> atom.charge() < 0 ? type("Hal") : type("Cl");
      case 35 -> atom.charge() < 0 ? type("Hal") : type("Br");
      case 53 -> atom.charge() != 0 ? type("Hal") : type("I");
      case 3, 11, 19, 37, 55 -> atom.charge() > 0 ? type("Hal") : type("Me1");
      case 15 -> type("P");
      case 16 -> atom.aromatic() ? type("S3") : atom.charge() != 0 ? type("S2") : type("S1");
      default -> atom.element().number() > 20 && isTransition(atom) ? type("Me2") : type("Me1");
    };
  }

  private static boolean isTransition(Atom atom) {
    int n = atom.element().number();
    return (n >= 21 && n <= 30) || (n >= 39 && n <= 48) || (n >= 57 && n <= 80);
  }

  private static Lipophilicity carbon(Molecule molecule, int i) {
    int carbons = 0;
    int others = 0;
    int aromatic = 0;
    int highest = 1;
    boolean toCarbon = true;
    for (Bond bond : molecule.bondsOf(i)) {
      Atom other = molecule.atoms().get(bond.other(i));
      carbons += other.element().isCarbon() ? 1 : 0;
      others += other.element().isCarbon() ? 0 : 1;
      aromatic += other.aromatic() ? 1 : 0;
      if (bond.order() != Molecule.AROMATIC && bond.order() > highest) {
        highest = bond.order();
        toCarbon = other.element().isCarbon();
      }
    }
    int hydrogens = molecule.atoms().get(i).hydrogens();
    if (highest == 3) {
      return type("C7");
    }
    if (highest == 2) {
      return !toCarbon ? type("C5") : aromatic > 0 ? type("C26") : type("C6");
    }
    if (aromatic > 0) {
      return switch (hydrogens) {
        case 3 -> others > 0 ? type("C9") : type("C8");
        case 2 -> type("C10");
        case 1 -> type("C11");
        default -> type("C12");
      };
    }
    if (others > 0) {
      return hydrogens >= 2 ? type("C3") : type("C4");
    }
    return hydrogens >= 2 || carbons <= 1 ? type("C1") : type("C2");
  }

  private static Lipophilicity aromaticCarbon(Molecule molecule, int i) {
    if (molecule.atoms().get(i).hydrogens() > 0) {
      return type("C18");
    }
    int ring = 0;
    for (Bond bond : molecule.bondsOf(i)) {
      ring += bond.order() == Molecule.AROMATIC ? 1 : 0;
    }
    for (Bond bond : molecule.bondsOf(i)) {
      Atom other = molecule.atoms().get(bond.other(i));
      if (bond.order() == Molecule.AROMATIC) {
        continue;
      }
      if (bond.order() == 2) {
        return type("C25");
      }
      if (other.aromatic()) {
        return type("C20");
      }
      return switch (other.element().number()) {
        case 6 -> type("C21");
        case 7 -> type("C22");
        case 8 -> type("C23");
        case 9 -> type("C14");
        case 16 -> type("C24");
        case 17 -> type("C15");
        case 35 -> type("C16");
        case 53 -> type("C17");
        default -> type("C13");
      };
    }
    return ring > 2 ? type("C19") : type("CS");
  }

  private static Lipophilicity nitrogen(Molecule molecule, int i) {
    Atom atom = molecule.atoms().get(i);
    if (atom.aromatic()) {
      return atom.charge() > 0 ? type("N12") : type("N11");
    }
    boolean aromatic = false;
    int highest = 1;
    for (Bond bond : molecule.bondsOf(i)) {
      aromatic |= molecule.atoms().get(bond.other(i)).aromatic();
      highest = Math.max(highest, bond.order());
    }
    if (atom.charge() > 0) {
      return atom.hydrogens() > 0 ? type("N10") : highest == 3 ? type("N14") : type("N13");
    }
    if (atom.charge() < 0) {
      return type("N14");
    }
    if (highest == 3) {
      return type("N9");
    }
    if (highest == 2) {
      return atom.hydrogens() > 0 ? type("N5") : type("N6");
    }
    return switch (atom.hydrogens()) {
      case 0 -> aromatic ? type("N8") : type("N7");
      case 1 -> aromatic ? type("N4") : type("N2");
      default -> aromatic ? type("N3") : type("N1");
    };
  }

  private static Lipophilicity oxygen(Molecule molecule, int i) {
    Atom atom = molecule.atoms().get(i);
    if (atom.aromatic()) {
      return type("O1");
    }
    if (atom.hydrogens() > 0) {
      return type("O2");
    }
    if (molecule.bondsOf(i).isEmpty()) {
      return type("OS");
    }
    Bond bond = molecule.bondsOf(i).getFirst();
    Atom other = molecule.atoms().get(bond.other(i));
    if (atom.charge() < 0) {
      return switch (other.element().number()) {
        case 7 -> type("O5");
        case 16 -> type("O6");
        default -> isCarboxylate(molecule, i) ? type("O12") : type("O7");
      };
    }
    if (bond.order() == 2) {
      return switch (other.element().number()) {
        case 7, 8 -> type("O5");
        case 16 -> type("OS");
        default -> other.aromatic() ? type("O8") : carbonyl(molecule, bond.other(i));
      };
    }
    boolean aromatic = false;
    for (Bond each : molecule.bondsOf(i)) {
      aromatic |= molecule.atoms().get(each.other(i)).aromatic();
    }
    return aromatic ? type("O4") : type("O3");
  }

  /** By what else the carbon of the double bond holds. */
  private static Lipophilicity carbonyl(Molecule molecule, int carbon) {
    int others = 0;
    boolean aromatic = false;
    for (Bond bond : molecule.bondsOf(carbon)) {
      Atom atom = molecule.atoms().get(bond.other(carbon));
      aromatic |= atom.aromatic();
      others += bond.order() == 1 && !atom.element().isCarbon() ? 1 : 0;
    }
    return aromatic ? type("O10") : others > 1 ? type("O11") : type("O9");
  }

  private static boolean isCarboxylate(Molecule molecule, int oxygen) {
    int carbon = molecule.bondsOf(oxygen).getFirst().other(oxygen);
    return molecule.bondsOf(carbon).stream()
        .anyMatch(
            b -> b.order() == 2 && molecule.atoms().get(b.other(carbon)).element().isOxygen());
  }

  private static Lipophilicity hydrogen(Molecule molecule, int i) {
    Atom host = molecule.atoms().get(i);
    return switch (host.element().number()) {
      case 1, 6 -> type("H1");
      case 7 -> type("H3");
      case 8 -> isAcid(molecule, i) ? type("H4") : type("H2");
      default -> type("H2");
    };
  }

  private static boolean isAcid(Molecule molecule, int oxygen) {
    for (Bond bond : molecule.bondsOf(oxygen)) {
      int host = bond.other(oxygen);
      int number = molecule.atoms().get(host).element().number();
      if (number == 8 || number == 16) {
        return true;
      }
      if (number == 6 && molecule.bondsOf(host).stream().anyMatch(b -> b.order() == 2)) {
        return true;
      }
    }
    return false;
  }
}
