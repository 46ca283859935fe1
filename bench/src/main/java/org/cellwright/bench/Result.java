package org.cellwright.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One measured case.
 *
 * @param name of the case, for people
 * @param value in {@code unit}; NaN where it could not be measured here
 * @param better whether less or more of it is wanted
 * @param must what has to be reached, in {@code unit}; NaN if only the ratio to the peer counts
 * @param aim what is hoped for, in {@code unit}; NaN if only the ratio counts
 * @param mustRatio how many times better than the peer it has to be; NaN if that does not count
 * @param peer the same case elsewhere, in the same run
 * @param counters what the work consisted of, by name with the unit last
 */
public record Result(
    String name,
    double value,
    String unit,
    Better better,
    double must,
    double aim,
    double mustRatio,
    @Nullable Peer peer,
    SequencedMap<String, Double> counters) {

  /** The direction in which a value improves. */
  public enum Better {
    LOWER,
    HIGHER
  }

  /** What another program reached, in the unit of the result. */
  public record Peer(String name, String version, double value) {}

  public Result {
    counters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(counters));
  }

  /** The same with other counters. */
  public Result with(SequencedMap<String, Double> others) {
    return new Result(name, value, unit, better, must, aim, mustRatio, peer, others);
  }

  /** How many times better than the peer; NaN without one. */
  double ratio() {
    if (peer == null) {
      return Double.NaN;
    }
    return better == Better.LOWER ? peer.value / value : value / peer.value;
  }

  /** Null where it cannot be told here: nothing measured, or nothing to compare with. */
  @Nullable Boolean met() {
    boolean compared = !Double.isNaN(mustRatio) && !Double.isNaN(ratio());
    if (Double.isNaN(value) || (Double.isNaN(must) && !compared)) {
      return null;
    }
    boolean reached =
        Double.isNaN(must) || (better == Better.LOWER ? value <= must : value >= must);
    boolean ahead = !compared || ratio() >= mustRatio;
    return reached && ahead;
  }
}
