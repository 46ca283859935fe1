package org.cellwright.science.molecule;

import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;

/**
 * log P (octanol, water) and molar refractivity as sums over atoms: the contributions of Wildman
 * and Crippen, J. Chem. Inf. Comput. Sci. 39, 868 (1999), doi 10.1021/ci990307l, with their 68
 * types brought down to 44 by what an atom's neighbours are. Simplified: types of benzylic and
 * vinylic carbons and of rare ions fall to their nearest kin, so it is a descriptor and not a
 * prediction.
 */
record Lipophilicity(double logP, double refractivity) {

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

  private static Lipophilicity is(double logP, double refractivity) {
    return new Lipophilicity(logP, refractivity);
  }

  private static Lipophilicity atom(Molecule molecule, int i) {
    Atom atom = molecule.atoms().get(i);
    return switch (atom.element().number()) {
      case 1, 0 -> is(0, 0);
      case 6 -> atom.aromatic() ? aromaticCarbon(molecule, i) : carbon(molecule, i);
      case 7 -> nitrogen(molecule, i);
      case 8 -> oxygen(molecule, i);
      case 9 -> atom.charge() < 0 ? is(-2.996, 0) : is(0.4202, 1.108);
      case 17 -> atom.charge() < 0 ? is(-2.996, 0) : is(0.6895, 5.853);
      case 35 -> atom.charge() < 0 ? is(-2.996, 0) : is(0.8456, 8.927);
      case 53 -> atom.charge() != 0 ? is(-2.996, 0) : is(0.8857, 14.02);
      case 3, 11, 19, 37, 55 -> atom.charge() > 0 ? is(-2.996, 0) : is(-0.3808, 5.754);
      case 15 -> is(0.8612, 6.920);
      case 16 ->
          atom.aromatic()
              ? is(0.6237, 6.691)
              : atom.charge() != 0 ? is(-0.0024, 7.365) : is(0.6482, 7.591);
      default ->
          atom.element().number() > 20 && isTransition(atom) ? is(-0.0025, 0) : is(-0.3808, 5.754);
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
      return is(0.0017, 3.888);
    }
    if (highest == 2) {
      return !toCarbon ? is(-0.2783, 5.007) : aromatic > 0 ? is(0.264, 4.305) : is(0.1551, 3.513);
    }
    if (aromatic > 0) {
      return switch (hydrogens) {
        case 3 -> others > 0 ? is(-0.1444, 2.412) : is(0.08452, 2.464);
        case 2 -> is(-0.0516, 2.488);
        case 1 -> is(0.1193, 2.582);
        default -> is(-0.0967, 2.576);
      };
    }
    if (others > 0) {
      return hydrogens >= 2 ? is(-0.2035, 2.753) : is(-0.2051, 2.731);
    }
    return hydrogens >= 2 || carbons <= 1 ? is(0.1441, 2.503) : is(0, 2.433);
  }

  private static Lipophilicity aromaticCarbon(Molecule molecule, int i) {
    if (molecule.atoms().get(i).hydrogens() > 0) {
      return is(0.1581, 3.350);
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
        return is(-0.8186, 3.135);
      }
      if (other.aromatic()) {
        return is(0.2713, 3.904);
      }
      return switch (other.element().number()) {
        case 6 -> is(0.136, 3.509);
        case 7 -> is(0.4619, 4.067);
        case 8 -> is(0.5437, 3.853);
        case 9 -> is(0, 3.257);
        case 16 -> is(0.1893, 2.673);
        case 17 -> is(0.245, 3.564);
        case 35 -> is(0.198, 3.180);
        case 53 -> is(0, 3.104);
        default -> is(-0.5443, 4.041);
      };
    }
    return ring > 2 ? is(0.2955, 4.346) : is(0.08129, 3.243);
  }

  private static Lipophilicity nitrogen(Molecule molecule, int i) {
    Atom atom = molecule.atoms().get(i);
    if (atom.aromatic()) {
      return atom.charge() > 0 ? is(-1.119, 0) : is(-0.3239, 2.202);
    }
    boolean aromatic = false;
    int highest = 1;
    for (Bond bond : molecule.bondsOf(i)) {
      aromatic |= molecule.atoms().get(bond.other(i)).aromatic();
      highest = Math.max(highest, bond.order());
    }
    if (atom.charge() > 0) {
      return atom.hydrogens() > 0
          ? is(-1.950, 0)
          : highest == 3 ? is(0.2887, 3.359) : is(-0.3396, 0.2604);
    }
    if (atom.charge() < 0) {
      return is(0.2887, 3.359);
    }
    if (highest == 3) {
      return is(0.01508, 1.725);
    }
    if (highest == 2) {
      return atom.hydrogens() > 0 ? is(0.08387, 1.757) : is(0.1836, 2.428);
    }
    return switch (atom.hydrogens()) {
      case 0 -> aromatic ? is(-0.4458, 2.819) : is(-0.3187, 1.839);
      case 1 -> aromatic ? is(-0.5188, 3.000) : is(-0.7096, 2.173);
      default -> aromatic ? is(-1.027, 2.827) : is(-1.019, 2.262);
    };
  }

  private static Lipophilicity oxygen(Molecule molecule, int i) {
    Atom atom = molecule.atoms().get(i);
    if (atom.aromatic()) {
      return is(0.1552, 1.080);
    }
    if (atom.hydrogens() > 0) {
      return is(-0.2893, 0.8238);
    }
    if (molecule.bondsOf(i).isEmpty()) {
      return is(-0.1188, 0.6865);
    }
    Bond bond = molecule.bondsOf(i).getFirst();
    Atom other = molecule.atoms().get(bond.other(i));
    if (atom.charge() < 0) {
      return switch (other.element().number()) {
        case 7 -> is(0.0335, 3.367);
        case 16 -> is(-0.3339, 0.7774);
        default -> isCarboxylate(molecule, i) ? is(-1.326, 0) : is(-1.189, 0);
      };
    }
    if (bond.order() == 2) {
      return switch (other.element().number()) {
        case 7, 8 -> is(0.0335, 3.367);
        case 16 -> is(-0.1188, 0.6865);
        default -> other.aromatic() ? is(0.1788, 3.135) : carbonyl(molecule, bond.other(i));
      };
    }
    boolean aromatic = false;
    for (Bond each : molecule.bondsOf(i)) {
      aromatic |= molecule.atoms().get(each.other(i)).aromatic();
    }
    return aromatic ? is(-0.4195, 1.182) : is(-0.0684, 1.085);
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
    return aromatic ? is(0.1129, 0.2215) : others > 1 ? is(0.4833, 0.389) : is(-0.1526, 0);
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
      case 1, 6 -> is(0.1230, 1.057);
      case 7 -> is(0.2142, 0.9627);
      case 8 -> isAcid(molecule, i) ? is(0.2980, 1.805) : is(-0.2677, 1.395);
      default -> is(-0.2677, 1.395);
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
