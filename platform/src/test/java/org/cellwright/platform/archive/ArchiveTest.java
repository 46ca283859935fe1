package org.cellwright.platform.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A run with one evaluation told and one pending. */
  private static void happen(Archive archive) {
    archive.append(
        "a-1",
        Event.Kind.STARTED,
        json("{'name':'a','planner':'campaign','seed':3,'budget':9,'campaign_file':'a.yaml'}"));
    for (String id : List.of("e0001", "e0002")) {
      archive.append(
          "a-1", Event.Kind.ASKED, json("{'id':'" + id + "','fidelity':'made','cost':1.5}"));
    }
    archive.append(
        "a-1",
        Event.Kind.OBSERVED,
        json(
            "{'id':'e0001','status':'OK','cost':1.5,'spent':1.5,'hypervolume':7.25,"
                + "'attachments':[{'name':'cell.json','hash':'ab','media_type':'x','size':2}]}"));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("archive.db"));
        Statement s = connection.createStatement()) {
      s.executeUpdate(statement);
    }
  }

  @Test
  void keepsWhatHappenedInOrder() {
    try (Archive archive = Archive.open(home)) {
      happen(archive);
    }
    try (Archive archive = Archive.open(home)) {
      List<Event> events = archive.events("a-1");
      assertEquals(List.of(1L, 2L, 3L, 4L), events.stream().map(Event::sequence).toList());
      assertEquals("e0002", events.get(2).payload().path("id").asText());
      RunSummary run = archive.latestUnfinished().orElseThrow();
      assertEquals(1.5, run.spent());
      assertEquals(7.25, run.hypervolume().orElseThrow());
      assertEquals(
          List.of("OK", "PENDING"),
          archive.evaluations("a-1").stream().map(EvaluationSummary::state).toList());
      assertEquals(List.of(), archive.check());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"update event set payload = '{}' where sequence = 2", "delete from event"})
  void refusesToChangeWhatHappened(String statement) {
    try (Archive archive = Archive.open(home)) {
      happen(archive);
      SQLException e = assertThrows(SQLException.class, () -> sql(statement));
      assertTrue(String.valueOf(e.getMessage()).contains("append-only"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update run set spent = 0",
        "update evaluation set state = 'OK'",
        "delete from evaluation where evaluation_id = 'e0002'",
        "update artifact set hash = 'cd'"
      })
  void noticesATableThatSaysOtherThanTheEvents(String statement) throws SQLException {
    try (Archive archive = Archive.open(home)) {
      happen(archive);
      sql(statement);
      assertTrue(!archive.check().isEmpty());
    }
  }

  @Test
  void anEventThatCannotBeProjectedLeavesNoTrace() {
    try (Archive archive = Archive.open(home)) {
      happen(archive);
      assertThrows(
          CellwrightException.class,
          () ->
              archive.append(
                  "a-1", Event.Kind.ASKED, json("{'id':'e0001','fidelity':'made','cost':1}")));
      assertEquals(4, archive.events("a-1").size());
      assertEquals(List.of(), archive.check());
    }
  }

  @Test
  void opensAnExistingArchiveQuickly() {
    Archive.open(home).close();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      Archive.open(home).close();
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.println("opening an existing archive, warm: " + best / 1000 + " us");
    assertTrue(best < 250_000_000L, best + " ns");
  }

  @Test
  void keepsFilesByTheirContentAndVerifiesThem() throws IOException {
    try (Archive archive = Archive.open(home)) {
      byte[] content = "abc".getBytes(StandardCharsets.UTF_8);
      String hash = archive.store(content);
      assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash);
      assertEquals(hash, archive.store(content));
      assertArrayEquals(content, archive.artifact(hash));
      Path file = home.resolve("artifacts/ba").resolve(hash.substring(2));
      Files.writeString(file, "abd");
      assertEquals(
          Kind.CONFLICT,
          assertThrows(CellwrightException.class, () -> archive.artifact(hash)).kind());
      assertEquals(
          Kind.ABSENT,
          assertThrows(CellwrightException.class, () -> archive.artifact("0".repeat(64))).kind());
      assertEquals(
          Kind.ABSENT,
          assertThrows(CellwrightException.class, () -> archive.artifact("../../x")).kind());
    }
  }

  @ParameterizedTest(name = "a home at {0}")
  @ValueSource(strings = {"/proc/cellwright", "file"})
  void aHomeThatCannotBeWrittenIsShort(String where) throws IOException {
    Path file = home.resolve("file");
    Files.writeString(file, "no folder");
    Path place = where.equals("file") ? file : Path.of(where);
    CellwrightException e = assertThrows(CellwrightException.class, () -> Archive.open(place));
    assertEquals(Kind.SHORT, e.kind());
    assertTrue(String.valueOf(e.hint()).contains("--home"), e.hint());
  }

  @Test
  void aDatabaseThatIsNoneIsRefused() throws IOException {
    Files.writeString(home.resolve("archive.db"), "this is no database at all".repeat(100));
    assertEquals(
        Kind.REFUSED, assertThrows(CellwrightException.class, () -> Archive.open(home)).kind());
  }

  @Test
  void aFullDiskIsShortAndSaysSo() {
    CellwrightException full = Trouble.of(new SQLException("full", "", 13), home);
    assertEquals(Kind.SHORT, full.kind());
    assertEquals("the disk is full", full.what());
    assertEquals(
        "the disk is full", Trouble.of(new IOException("No space left on device"), home).what());
  }

  @Test
  void anArchiveOfANewerCellwrightIsAConflict() throws SQLException {
    Archive.open(home).close();
    sql(
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " values (99, '99', 'x', 'SQL', 'x', 'x', 0, 1)");
    assertEquals(
        Kind.CONFLICT, assertThrows(CellwrightException.class, () -> Archive.open(home)).kind());
  }

  @Test
  void oneEngineAtATimeAndTheNextIsToldWho() {
    try (Archive one = Archive.open(home);
        Archive two = Archive.open(home)) {
      try (EngineLock held = one.engage("a-1")) {
        CellwrightException e = assertThrows(CellwrightException.class, () -> two.engage("b-1"));
        assertEquals(Kind.SHORT, e.kind());
        assertTrue(e.what().contains("(a-1)"), e.what());
      }
      two.engage("b-1").close();
    }
  }

  @Test
  void whatIsNotThereIsAbsent() {
    try (Archive archive = Archive.open(home)) {
      happen(archive);
      for (String id : List.of("b-1", "a-1/e0009", "abcdef0123", "x")) {
        assertEquals(
            Kind.ABSENT, assertThrows(CellwrightException.class, () -> archive.find(id)).kind());
      }
    }
  }
}
