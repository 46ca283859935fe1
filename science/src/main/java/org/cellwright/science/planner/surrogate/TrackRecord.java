package org.cellwright.science.planner.surrogate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;

/**
 * What was predicted before it was told, and by how much it missed: travels from ask to ask.
 *
 * @param expected predictions of designs that were asked and not yet told
 * @param misses the last ones, at most {@value #MOST} of each output and level
 */
record TrackRecord(List<Expected> expected, List<Miss> misses) {
  static final TrackRecord NONE = new TrackRecord(List.of(), List.of());
  private static final int MOST = 64;

  TrackRecord {
    expected = List.copyOf(expected);
    misses = List.copyOf(misses);
  }

  /**
   * What is expected of a design, before it is tempered.
   *
   * @param after how many data its level had: only later ones can be its answer
   * @param intervals by output: lower end, median and upper end of 90 %, in the output's unit
   */
  record Expected(int after, int level, double[] x, Map<String, double[]> intervals) {}

  /**
   * @param score in deviations, each side of the median by its own, so that ±1.645 is the end of
   *     the interval whatever the transform
   */
  record Miss(String output, int level, double score) {}

  /** With the predictions answered that the data now answer. */
  TrackRecord answered(List<Output> outputs, List<LevelData> levels) {
    List<Expected> open = new ArrayList<>();
    List<Miss> known = new ArrayList<>(misses);
    for (Expected e : expected) {
      LevelData data = e.level < levels.size() ? levels.get(e.level) : new LevelData();
      int found = -1;
      for (int i = e.after; i < data.size() && found < 0; i++) {
        double[] x = data.points().get(i);
        found = x.length == e.x.length && Encoding.same(x, e.x) ? i : -1;
      }
      if (found < 0) {
        open.add(e);
        continue;
      }
      for (Output output : outputs) {
        double[] interval = e.intervals.get(output.name());
        if (interval != null) {
          double told = output.value(data.observations().get(found));
          known.add(new Miss(output.name(), e.level, score(told, interval)));
        }
      }
    }
    return new TrackRecord(last(open), recent(known));
  }

  private static double score(double told, double[] interval) {
    double miss = told - interval[1];
    double half = miss < 0 ? interval[1] - interval[0] : interval[2] - interval[1];
    // A half-width that vanished beside the median claims certainty: any miss is a wild one.
    double least = 1e-12 * Math.max(Math.abs(interval[1]), Double.MIN_NORMAL);
    return Math.clamp(Calibration.HALF_OF_90 * miss / Math.max(half, least), -1e3, 1e3);
  }

  private static List<Expected> last(List<Expected> all) {
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  private static List<Miss> recent(List<Miss> all) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    List<Miss> kept = new ArrayList<>();
    for (Miss miss : all.reversed()) {
      if (counts.merge(miss.output + ' ' + miss.level, 1, Integer::sum) <= MOST) {
        kept.addFirst(miss);
      }
    }
    return kept;
  }

  TrackRecord expecting(Expected one) {
    List<Expected> more = new ArrayList<>(expected);
    more.add(one);
    return new TrackRecord(more, misses);
  }

  double[] scores(String output, int level) {
    return misses.stream()
        .filter(m -> m.level == level && m.output.equals(output))
        .mapToDouble(Miss::score)
        .toArray();
  }

  static TrackRecord of(JsonNode node) {
    List<Expected> expected = new ArrayList<>();
    for (JsonNode e : node.path("expected")) {
      Map<String, double[]> intervals = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> interval : e.path("intervals").properties()) {
        intervals.put(interval.getKey(), numbers(interval.getValue()));
      }
      expected.add(
          new Expected(
              e.path("after").asInt(), e.path("level").asInt(), numbers(e.path("x")), intervals));
    }
    List<Miss> misses = new ArrayList<>();
    for (JsonNode m : node.path("misses")) {
      misses.add(
          new Miss(m.path("output").asText(), m.path("level").asInt(), m.path("score").asDouble()));
    }
    return new TrackRecord(expected, misses);
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }

  void write(ObjectNode node) {
    ArrayNode open = node.putArray("expected");
    for (Expected e : expected) {
      ObjectNode out = open.addObject().put("after", e.after).put("level", e.level);
      ArrayNode x = out.putArray("x");
      for (double feature : e.x) {
        x.add(feature);
      }
      ObjectNode intervals = out.putObject("intervals");
      e.intervals.forEach((name, interval) -> {
        ArrayNode ends = intervals.putArray(name);
        for (double end : interval) {
          ends.add(end);
        }
      });
    }
    ArrayNode known = node.putArray("misses");
    for (Miss m : misses) {
      known.addObject().put("output", m.output).put("level", m.level).put("score", m.score);
    }
  }
}
