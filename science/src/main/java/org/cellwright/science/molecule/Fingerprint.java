package org.cellwright.science.molecule;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellwright.science.molecule.Molecule.Atom;
import org.cellwright.science.molecule.Molecule.Bond;

/**
 * How often each surrounding of an atom occurs, out to two bonds: circular fingerprints (Rogers and
 * Hahn, J. Chem. Inf. Model. 50, 742, 2010), as counts, keyed by hashes of 64 bits, of which two
 * surroundings practically never share one.
 */
record Fingerprint(Map<Long, Integer> counts) {
  private static final int RADIUS = 2;

  static Fingerprint of(Molecule molecule) {
    int n = molecule.atoms().size();
    long[] now = new long[n];
    for (int i = 0; i < n; i++) {
      Atom atom = molecule.atoms().get(i);
      long hash = mix(atom.element().number());
      hash = mix(hash ^ atom.charge());
      hash = mix(hash ^ atom.hydrogens());
      hash = mix(hash ^ molecule.bondsOf(i).size());
      now[i] = mix(hash ^ (molecule.rings().isAtomInRing(i) ? 1 : 0) ^ (atom.aromatic() ? 2 : 0));
    }
    Map<Long, Integer> counts = new TreeMap<>();
    for (int radius = 0; radius <= RADIUS; radius++) {
      for (long hash : now) {
        counts.merge(hash, 1, Integer::sum);
      }
      now = wider(molecule, now, radius);
    }
    return new Fingerprint(counts);
  }

  private static long[] wider(Molecule molecule, long[] now, int radius) {
    long[] next = new long[now.length];
    for (int i = 0; i < now.length; i++) {
      List<Bond> around = molecule.bondsOf(i);
      long[] neighbours = new long[around.size()];
      for (int k = 0; k < neighbours.length; k++) {
        neighbours[k] = mix(now[around.get(k).other(i)] ^ mix(around.get(k).order()));
      }
      Arrays.sort(neighbours);
      long hash = mix(now[i] + radius + 1);
      for (long neighbour : neighbours) {
        hash = mix(hash * 31 + neighbour);
      }
      next[i] = hash;
    }
    return next;
  }

  /** Tanimoto similarity of counts: Σ min / Σ max; 1 for equal ones. */
  double similarity(Fingerprint other) {
    double both = 0;
    double any = 0;
    for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
      int theirs = other.counts.getOrDefault(entry.getKey(), 0);
      both += Math.min(entry.getValue(), theirs);
      any += Math.max(entry.getValue(), theirs);
    }
    for (Map.Entry<Long, Integer> entry : other.counts.entrySet()) {
      any += counts.containsKey(entry.getKey()) ? 0 : entry.getValue();
    }
    return any == 0 ? 1 : both / any;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long a = (z + 0x9E3779B97F4A7C15L ^ (z + 0x9E3779B97F4A7C15L >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
