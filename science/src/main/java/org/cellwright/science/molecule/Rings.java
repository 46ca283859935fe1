package org.cellwright.science.molecule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cellwright.science.molecule.Molecule.Bond;

/**
 * A smallest set of smallest rings: a shortest basis of the cycle space, chosen greedily from
 * Horton's candidates (SIAM J. Comput. 16, 358, 1987), of which bonds outside every ring are left
 * out beforehand.
 */
final class Rings {

  /** Atoms in the order of the ring's bonds, and the bonds by number. */
  record Ring(List<Integer> atoms, BitSet bonds) {}

  private final List<Ring> rings;
  private final boolean[] atomInRing;
  private final boolean[] bondInRing;

  private Rings(List<Ring> rings, boolean[] atomInRing, boolean[] bondInRing) {
    this.rings = List.copyOf(rings);
    this.atomInRing = atomInRing;
    this.bondInRing = bondInRing;
  }

  List<Ring> all() {
    return rings;
  }

  boolean isAtomInRing(int atom) {
    return atomInRing[atom];
  }

  boolean isInRing(int bond) {
    return bondInRing[bond];
  }

  static Rings of(int atoms, List<Bond> bonds, List<List<Bond>> bondsOf) {
    boolean[] bondInRing = new boolean[bonds.size()];
    boolean[] atomInRing = new boolean[atoms];
    int[] part = new int[atoms];
    Arrays.fill(part, -1);
    int parts = 0;
    for (int i = 0; i < atoms; i++) {
      if (part[i] < 0) {
        mark(i, parts++, part, bondsOf);
      }
    }
    int wanted = bonds.size() - atoms + parts;
    if (wanted == 0) {
      return new Rings(List.of(), atomInRing, bondInRing);
    }
    int[][] step = new int[atoms][];
    int[][] numbered = new int[atoms][];
    number(atoms, bonds, step, numbered);
    int[] degree = new int[atoms];
    Arrays.fill(bondInRing, true);
    bridges(atoms, step, numbered, bondInRing);
    for (int b = 0; b < bonds.size(); b++) {
      if (bondInRing[b]) {
        degree[bonds.get(b).from()]++;
        degree[bonds.get(b).to()]++;
      }
    }
    for (int i = 0; i < atoms; i++) {
      atomInRing[i] = degree[i] > 0;
    }
    List<Ring> candidates = new ArrayList<>();
    Set<BitSet> seen = new HashSet<>();
    for (int root = 0; root < atoms; root++) {
      if (atomInRing[root]) {
        candidates(root, bonds, step, numbered, bondInRing, seen, candidates);
      }
    }
    candidates.sort(Comparator.comparingInt(ring -> ring.atoms().size()));
    return new Rings(basis(candidates, wanted), atomInRing, bondInRing);
  }

  private static void mark(int start, int number, int[] part, List<List<Bond>> bondsOf) {
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(start));
    part[start] = number;
    while (!queue.isEmpty()) {
      int atom = queue.remove();
      for (Bond bond : bondsOf.get(atom)) {
        int other = bond.other(atom);
        if (part[other] < 0) {
          part[other] = number;
          queue.add(other);
        }
      }
    }
  }

  private static void number(int atoms, List<Bond> bonds, int[][] step, int[][] numbered) {
    int[] degree = new int[atoms];
    for (Bond bond : bonds) {
      degree[bond.from()]++;
      degree[bond.to()]++;
    }
    for (int i = 0; i < atoms; i++) {
      step[i] = new int[degree[i]];
      numbered[i] = new int[degree[i]];
    }
    int[] filled = new int[atoms];
    for (int b = 0; b < bonds.size(); b++) {
      Bond bond = bonds.get(b);
      for (int end : new int[] {bond.from(), bond.to()}) {
        step[end][filled[end]] = bond.other(end);
        numbered[end][filled[end]++] = b;
      }
    }
  }

  /** Bonds whose loss parts the molecule are in no ring (Tarjan 1974, without recursion). */
  private static void bridges(int atoms, int[][] step, int[][] numbered, boolean[] bondInRing) {
    int[] entered = new int[atoms];
    int[] low = new int[atoms];
    int[] next = new int[atoms];
    int[] through = new int[atoms];
    int time = 0;
    for (int root = 0; root < atoms; root++) {
      if (entered[root] > 0) {
        continue;
      }
      ArrayDeque<Integer> path = new ArrayDeque<>(List.of(root));
      through[root] = -1;
      entered[root] = low[root] = ++time;
      while (!path.isEmpty()) {
        int atom = path.getLast();
        if (next[atom] < step[atom].length) {
          int k = next[atom]++;
          int other = step[atom][k];
          if (numbered[atom][k] == through[atom]) {
            continue;
          }
          if (entered[other] > 0) {
            low[atom] = Math.min(low[atom], entered[other]);
          } else {
            through[other] = numbered[atom][k];
            entered[other] = low[other] = ++time;
            path.add(other);
          }
        } else {
          path.removeLast();
          if (!path.isEmpty()) {
            int before = path.getLast();
            low[before] = Math.min(low[before], low[atom]);
            if (low[atom] > entered[before]) {
              bondInRing[through[atom]] = false;
            }
          }
        }
      }
    }
  }

  /**
   * For each ring bond, the shortest ways from the root to its two ends, where they part at once.
   */
  private static void candidates(
      int root,
      List<Bond> bonds,
      int[][] step,
      int[][] numbered,
      boolean[] bondInRing,
      Set<BitSet> seen,
      List<Ring> found) {
    int[] before = new int[step.length];
    int[] by = new int[step.length];
    int[] distance = new int[step.length];
    Arrays.fill(distance, -1);
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(root));
    distance[root] = 0;
    List<Integer> reached = new ArrayList<>();
    while (!queue.isEmpty()) {
      int atom = queue.remove();
      reached.add(atom);
      for (int k = 0; k < step[atom].length; k++) {
        int other = step[atom][k];
        if (bondInRing[numbered[atom][k]] && distance[other] < 0) {
          distance[other] = distance[atom] + 1;
          before[other] = atom;
          by[other] = numbered[atom][k];
          queue.add(other);
        }
      }
    }
    for (int atom : reached) {
      for (int b : numbered[atom]) {
        Bond bond = bonds.get(b);
        if (bond.from() != atom || !bondInRing[b]) {
          continue;
        }
        int x = bond.from();
        int y = bond.to();
        if (Math.abs(distance[x] - distance[y]) > 1
            || (distance[x] > 0 && by[x] == b)
            || (distance[y] > 0 && by[y] == b)) {
          continue;
        }
        BitSet cycle = new BitSet();
        cycle.set(b);
        List<Integer> forth = new ArrayList<>();
        List<Integer> back = new ArrayList<>();
        for (int i = x; i != root; i = before[i]) {
          forth.add(i);
          cycle.set(by[i]);
        }
        for (int i = y; i != root; i = before[i]) {
          back.add(i);
          cycle.set(by[i]);
        }
        if (cycle.cardinality() != forth.size() + back.size() + 1 || !seen.add(cycle)) {
          continue;
        }
        List<Integer> around = new ArrayList<>(back.reversed());
        around.add(0, root);
        around.addAll(forth);
        if (around.stream().distinct().count() == around.size()) {
          found.add(new Ring(List.copyOf(around), cycle));
        }
      }
    }
  }

  /** The shortest candidates that are no sum of shorter ones. */
  private static List<Ring> basis(List<Ring> candidates, int wanted) {
    List<Ring> basis = new ArrayList<>();
    List<BitSet> reduced = new ArrayList<>();
    for (Ring candidate : candidates) {
      if (basis.size() == wanted) {
        break;
      }
      BitSet rest = (BitSet) candidate.bonds().clone();
      for (BitSet row : reduced) {
        if (rest.get(row.nextSetBit(0))) {
          rest.xor(row);
        }
      }
      if (!rest.isEmpty()) {
        basis.add(candidate);
        reduced.add(rest);
        reduced.sort(Comparator.comparingInt(row -> row.nextSetBit(0)));
      }
    }
    return basis;
  }
}
