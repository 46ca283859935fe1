package org.cellwright.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.Result.Peer;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void writesWhatTheCommandLinePromises() throws Exception {
    Result measured =
        new CellBench(Path.of("..").toAbsolutePath().normalize(), new Stopwatch(0, 0)).smallest();
    JsonNode root =
        new ObjectMapper().readTree(new Report("cell", "abc", List.of(measured)).json());
    assertEquals(List.of("bench", "commit", "machine", "results"), names(root));
    assertEquals(List.of("cores", "cpu", "jdk"), names(root.get("machine")));
    JsonNode result = root.get("results").get(0);
    assertEquals(
        List.of(
            "case", "value", "unit", "better", "must", "aim", "met", "peer", "ratio", "counters"),
        names(result));
    assertEquals("lower", result.get("better").asText());
    assertTrue(result.get("value").asDouble() > 0);
    assertTrue(result.get("met").asBoolean());
    assertTrue(result.get("aim").isNull());
    assertTrue(result.get("peer").isNull());
    assertTrue(result.get("ratio").isNull());
    for (String counter : List.of("steps", "newton", "factorisations", "bytes_allocated")) {
      assertTrue(result.get("counters").get(counter).asDouble() > 0, counter);
    }
  }

  @Test
  void hasMetWhatItMustOnlyIfTimeAndRatioAre() {
    assertEquals(true, result(0.7, 0.8, 15, 20).met());
    assertEquals(false, result(0.7, 0.8, 15, 5).met());
    assertEquals(false, result(0.9, 0.8, 15, 20).met());
    assertNull(result(Double.NaN, 0.8, 15, 20).met());
    Result onlyRatio = result(0.7, Double.NaN, 15, Double.NaN);
    assertNull(onlyRatio.met());
    assertFalse(new Report("cell", "abc", List.of(onlyRatio)).table().contains("NaN"));
  }

  private static Result result(double value, double must, double mustRatio, double peer) {
    return new Result(
        "case",
        value,
        "ms",
        Better.LOWER,
        must,
        Double.NaN,
        mustRatio,
        Double.isNaN(peer) ? null : new Peer("other", "1", peer),
        new LinkedHashMap<>());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
