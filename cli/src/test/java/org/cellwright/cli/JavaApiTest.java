package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/java-api.md compile and say what the page is about. */
class JavaApiTest {
  @TempDir Path folder;

  @Test
  void theProgramsOfThePageRun() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "java-api.md"));
    List<String> programs =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    List<String> said =
        List.of(
            "from 4\\.\\d+ V to 2\\.500 V\n",
            "current 0\\.05 C; plating margin .*\nvoltage .*\n",
            "20 experiments, best 0\\.00\n",
            "ModelBased\n");
    assertEquals(said.size(), programs.size());
    for (int k = 0; k < programs.size(); k++) {
      Path program = Files.writeString(folder.resolve("Program" + k + ".java"), programs.get(k));
      Process java =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-Dstdout.encoding=UTF-8",
                  program.toString())
              .directory(Path.of("..").toFile())
              .redirectErrorStream(true)
              .start();
      String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, java.waitFor(), out);
      String expected = said.get(k);
      assertTrue(Pattern.matches(expected, out), out);
    }
  }
}
