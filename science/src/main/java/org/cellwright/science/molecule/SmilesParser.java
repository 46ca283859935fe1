package org.cellwright.science.molecule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;
import org.jspecify.annotations.Nullable;

/**
 * Reads one SMILES after the OpenSMILES specification 1.0.
 *
 * <p>Organic subset, brackets with isotope, hydrogens, charge and class, aromatic symbols,
 * branches, ring closures with {@code %nn} and {@code %(nnn)}, parts set apart by dots, any atom
 * {@code *}. Marks of chirality and of cis and trans are read and left out: no descriptor here sees
 * them.
 */
final class SmilesParser {
  private static final int LONGEST = 20_000;
  private static final int AROMATIC_OR_SINGLE = 0;

  private final String text;
  private final List<Atom> atoms = new ArrayList<>();
  private final List<Boolean> bracketed = new ArrayList<>();
  private final List<Bond> bonds = new ArrayList<>();
  private final Map<Integer, Open> open = new TreeMap<>();
  private int at;

  /** A ring closure that waits for its other end. */
  private record Open(int atom, @Nullable Integer order, int position) {}

  private SmilesParser(String text) {
    this.text = text;
  }

  /**
   * @throws CellwrightException REFUSED, with the character where it stopped
   */
  static Molecule parse(String smiles) {
    SmilesParser parser = new SmilesParser(smiles.strip());
    parser.read();
    return parser.molecule();
  }

  private void read() {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw refused(text.isEmpty() ? "it is empty" : "it is longer than " + LONGEST);
    }
    List<Integer> branches = new ArrayList<>();
    int previous = -1;
    Integer order = null;
    while (at < text.length()) {
      char c = text.charAt(at);
      Integer bond = bondOrder(c);
      if (bond != null) {
        if (previous < 0 || order != null) {
          throw refused("a bond without an atom before it");
        }
        order = bond;
        at++;
      } else if (c == '(') {
        if (previous < 0 || order != null) {
          throw refused("a branch without an atom before it");
        }
        branches.add(previous);
        at++;
      } else if (c == ')') {
        if (branches.isEmpty() || order != null) {
          throw refused(order == null ? "no branch is open" : "a bond without an atom after it");
        }
        previous = branches.removeLast();
        at++;
      } else if (c == '.') {
        if (previous < 0 || order != null) {
          throw refused("a dot without an atom before it");
        }
        previous = -1;
        at++;
      } else if (Character.isDigit(c) || c == '%') {
        if (previous < 0) {
          throw refused("a ring closure without an atom before it");
        }
        close(ringNumber(), previous, order);
        order = null;
      } else {
        int atom = atom();
        if (previous >= 0) {
          bonds.add(bond(previous, atom, order));
        }
        previous = atom;
        order = null;
      }
    }
    if (order != null || !branches.isEmpty() || !open.isEmpty()) {
      at = open.isEmpty() ? text.length() : open.values().iterator().next().position();
      throw refused(
          order != null
              ? "a bond without an atom after it"
              : open.isEmpty() ? "a branch is not closed" : "this ring is not closed");
    }
    if (previous < 0) {
      throw refused("an atom is missing at its end");
    }
  }

  private static @Nullable Integer bondOrder(char c) {
    return switch (c) {
      case '-', '/', '\\' -> 1;
      case '=' -> 2;
      case '#' -> 3;
      case '$' -> 4;
      case ':' -> Molecule.AROMATIC;
      default -> null;
    };
  }

  private int ringNumber() {
    if (text.charAt(at) != '%') {
      return text.charAt(at++) - '0';
    }
    int end = at + 3;
    int start = at + 1;
    if (start < text.length() && text.charAt(start) == '(') {
      start++;
      end = text.indexOf(')', start);
    }
    if (end > text.length() || end <= start || end - start > 5) {
      throw refused("a number of two digits belongs behind %");
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw refused("a number of two digits belongs behind %");
      }
      number = 10 * number + text.charAt(i) - '0';
    }
    at = start == at + 1 ? end : end + 1;
    return number;
  }

  private void close(int number, int atom, @Nullable Integer order) {
    Open first = open.remove(number);
    if (first == null) {
      open.put(number, new Open(atom, order, at - 1));
      return;
    }
    boolean twice =
        bonds.stream()
            .anyMatch(b ->
                b.from() == first.atom() && b.to() == atom
                    || b.from() == atom && b.to() == first.atom());
    if (first.atom() == atom || twice) {
      throw refused("a ring closes on the atom where it opened, or on its neighbour");
    }
    if (order != null && first.order() != null && !order.equals(first.order())) {
      throw refused("the two ends of ring %d name different bonds".formatted(number));
    }
    bonds.add(bond(first.atom(), atom, order != null ? order : first.order()));
  }

  private Bond bond(int from, int to, @Nullable Integer order) {
    if (order != null) {
      return new Bond(from, to, order);
    }
    boolean aromatic = atoms.get(from).aromatic() && atoms.get(to).aromatic();
    return new Bond(from, to, aromatic ? AROMATIC_OR_SINGLE : 1);
  }

  private int atom() {
    if (text.charAt(at) == '[') {
      return bracket();
    }
    int length = text.startsWith("Cl", at) || text.startsWith("Br", at) ? 2 : 1;
    String symbol = text.substring(at, at + length);
    boolean aromatic = "bcnops".contains(symbol);
    Element element = Element.of(aromatic ? upper(symbol) : symbol);
    if (element == null || (element.valences().isEmpty() && element.number() != 0)) {
      throw refused("'%s' is no atom that may stand without brackets".formatted(text.charAt(at)));
    }
    at += length;
    atoms.add(new Atom(element, aromatic, 0, 0, 0));
    bracketed.add(false);
    return atoms.size() - 1;
  }

  private int bracket() {
    int end = text.indexOf(']', at);
    if (end < 0) {
      throw refused("a bracket is not closed");
    }
    int start = at;
    at++;
    int isotope = number(0);
    String symbol = symbol(end);
    boolean aromatic = Character.isLowerCase(symbol.charAt(0));
    Element element = Element.of(aromatic ? upper(symbol) : symbol);
    if (element == null) {
      at = start;
      throw refused("there is no element '%s'".formatted(symbol));
    }
    at += symbol.length();
    while (at < end && text.charAt(at) == '@') {
      at++;
    }
    for (String mark : List.of("TH", "AL", "SP", "TB", "OH")) {
      if (at > start && text.charAt(at - 1) == '@' && text.startsWith(mark, at)) {
        at += 2;
        number(0);
      }
    }
    int hydrogens = 0;
    if (text.charAt(at) == 'H') {
      at++;
      hydrogens = number(1);
    }
    int charge = charge();
    if (text.charAt(at) == ':') {
      at++;
      number(0);
    }
    if (at != end) {
      throw refused("this cannot be read within brackets");
    }
    at++;
    atoms.add(new Atom(element, aromatic, charge, isotope, hydrogens));
    bracketed.add(true);
    return atoms.size() - 1;
  }

  private String symbol(int end) {
    if (at >= end) {
      throw refused("an element is missing");
    }
    for (String aromatic : List.of("se", "as", "te", "si")) {
      if (text.startsWith(aromatic, at)) {
        return aromatic;
      }
    }
    char c = text.charAt(at);
    if (c >= 'A' && c <= 'Z' && at + 1 < end && Character.isLowerCase(text.charAt(at + 1))) {
      String two = text.substring(at, at + 2);
      if (Element.of(two) != null) {
        return two;
      }
    }
    return String.valueOf(c);
  }

  private int number(int absent) {
    int start = at;
    int value = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = Math.min(100_000, 10 * value + text.charAt(at) - '0');
      at++;
    }
    return at == start ? absent : value;
  }

  private int charge() {
    char sign = text.charAt(at);
    if (sign != '+' && sign != '-') {
      return 0;
    }
    int count = 0;
    while (text.charAt(at) == sign) {
      count++;
      at++;
    }
    count = count == 1 ? number(1) : count;
    if (count > 15) {
      throw refused("a charge beyond 15");
    }
    return sign == '+' ? count : -count;
  }

  private static String upper(String symbol) {
    return Character.toUpperCase(symbol.charAt(0)) + symbol.substring(1);
  }

  /** With hydrogens where brackets left them out, and those that are atoms taken into others. */
  private Molecule molecule() {
    List<Atom> complete = new ArrayList<>();
    for (int i = 0; i < atoms.size(); i++) {
      Atom atom = atoms.get(i);
      complete.add(bracketed.get(i) ? atom : atom.withHydrogens(implicitHydrogens(i)));
    }
    int[] host = new int[complete.size()];
    for (int i = 0; i < host.length; i++) {
      host[i] = hostOfHydrogen(complete, i);
    }
    int[] index = new int[complete.size()];
    List<Atom> kept = new ArrayList<>();
    for (int i = 0; i < complete.size(); i++) {
      int guest = i;
      int taken = 0;
      for (int other : host) {
        taken += other == guest ? 1 : 0;
      }
      index[i] = kept.size();
      if (host[i] < 0) {
        Atom atom = complete.get(i);
        kept.add(atom.withHydrogens(atom.hydrogens() + taken));
      }
    }
    List<Bond> between = new ArrayList<>();
    for (Bond bond : bonds) {
      if (host[bond.from()] < 0 && host[bond.to()] < 0) {
        between.add(new Bond(index[bond.from()], index[bond.to()], bond.order()));
      }
    }
    return Molecule.of(kept, between);
  }

  /** The atom that an explicit hydrogen belongs to; −1 for any other atom. */
  private int hostOfHydrogen(List<Atom> complete, int atom) {
    Atom hydrogen = complete.get(atom);
    if (!hydrogen.element().isHydrogen() || hydrogen.charge() != 0 || hydrogen.hydrogens() > 0) {
      return -1;
    }
    int host = -1;
    for (Bond bond : bonds) {
      if (bond.from() == atom || bond.to() == atom) {
        int other = bond.from() == atom ? bond.to() : bond.from();
        if (host >= 0 || bond.order() != 1 || complete.get(other).element().isHydrogen()) {
          return -1;
        }
        host = other;
      }
    }
    return host;
  }

  /** What is left to the next usual valence; an aromatic atom gives one bond more to its ring. */
  private int implicitHydrogens(int i) {
    Atom atom = atoms.get(i);
    int used = 0;
    for (Bond bond : bonds) {
      if (bond.from() == i || bond.to() == i) {
        used +=
            bond.order() == Molecule.AROMATIC || bond.order() == AROMATIC_OR_SINGLE
                ? 1
                : bond.order();
      }
    }
    List<Integer> valences = atom.element().valences();
    if (atom.aromatic()) {
      return valences.isEmpty() ? 0 : Math.max(0, valences.getFirst() - used - 1);
    }
    for (int valence : valences) {
      if (valence >= used) {
        return valence - used;
      }
    }
    return 0;
  }

  private CellwrightException refused(String what) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return CellwrightException.refused(
        "'%s' is no SMILES: %s (character %d)"
            .formatted(shown, what, Math.min(at + 1, text.length())),
        null,
        "Maybe it is a name or a formula; a SMILES is written like CCO or c1ccccc1.");
  }
}
