package org.cellwright.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in made-up surroundings: other JDKs, another build, nothing to write to. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "cellwright").toAbsolutePath().normalize();

  private record Ending(int code, String out, String err) {}

  @TempDir Path temporary;
  private Path checkout;
  private Path home;
  private Path path;

  @BeforeEach
  void surroundings() throws IOException {
    checkout = Files.createDirectory(temporary.resolve("a checkout"));
    home = Files.createDirectory(temporary.resolve("home"));
    path = Files.createDirectory(temporary.resolve("bin"));
    Files.copy(LAUNCHER, checkout.resolve("cellwright"));
    makeExecutable(checkout.resolve("cellwright"));
    // What the PATH offers first is too old.
    Path old = jdk("old", "17.0.15");
    Files.createSymbolicLink(path.resolve("java"), old.resolve("bin/java"));
    Files.createSymbolicLink(path.resolve("javac"), old.resolve("bin/javac"));
  }

  @Test
  void takesJavaHomeIfItIsNewEnough() throws Exception {
    Path jdk = jdk("chosen", "26.0.1");
    assertEquals(jdk.toString(), run(Map.of("JAVA_HOME", jdk.toString()), "jdk").out().strip());
  }

  @Test
  void passesOverAnOldJavaHomeAndPath() throws Exception {
    Path jdk = jdk("home/.jdks/temurin 25", "25");
    Ending ending =
        run(
            Map.of("JAVA_HOME", temporary.resolve("old").toString(), "CELLWRIGHT_JDK_FOLDERS", ""),
            "jdk");
    assertEquals(jdk.toString(), ending.out().strip(), ending.err());
  }

  @Test
  void takesNeitherARuntimeWithoutACompilerNorAnOldOne() throws Exception {
    Path runtime = jdk("folders/25", "25.0.3");
    Files.delete(runtime.resolve("bin/javac"));
    Path right = jdk("folders/26", "26-ea");
    jdk("folders/21", "21.0.1");
    Ending ending =
        run(Map.of("CELLWRIGHT_JDK_FOLDERS", temporary.resolve("folders").toString()), "jdk");
    assertEquals(right.toString(), ending.out().strip());
  }

  @Test
  void saysHowToGetAJdk() throws Exception {
    Map<String, String> nowhere =
        Map.of("CELLWRIGHT_JDK_FOLDERS", temporary.resolve("none").toString());
    Ending ending = run(nowhere, "version");
    assertEquals(8, ending.code());
    assertTrue(ending.err().contains("needs a JDK 25 or newer"), ending.err());
    assertTrue(ending.err().contains("JAVA_HOME"));
    assertEquals("", ending.out());
    Ending json = run(nowhere, "version", "--json");
    assertTrue(json.out().startsWith("{\"error\":{\"code\":8,"), json.out());
  }

  @Test
  void isFoundThroughALinkFromAnotherFolder() throws Exception {
    Path jdk = jdk("chosen", "25.0.3");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), checkout.resolve("cellwright"));
    maven("echo \"$PWD\" >&2");
    Ending ending = run(link, Map.of("JAVA_HOME", jdk.toString()), "verify");
    assertTrue(ending.err().contains(checkout.toRealPath().toString()), ending.err());
  }

  @Test
  void sumsTheTestsOfAllModulesAndKeepsMavensExitCode() throws Exception {
    maven(
        """
        echo "$@" >&2
        mkdir -p core/target/surefire-reports cli/target/surefire-reports
        cat >core/target/surefire-reports/TEST-a.xml <<'XML'
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0.2"
            name="a" time="0.1" tests="12" errors="1" skipped="2" failures="1" flakes="0">
          <testcase name="x" tests="99"/>
        </testsuite>
        XML
        cat >cli/target/surefire-reports/TEST-b.xml <<'XML'
        <testsuite name="b" time="0.1" tests="5" errors="0" skipped="0" failures="0"></testsuite>
        XML
        exit 1
        """);
    Ending ending = run(Map.of("JAVA_HOME", jdk("chosen", "25").toString()), "verify");
    assertEquals("13 passed, 2 failed, 2 skipped\n", ending.out(), ending.err());
    assertEquals(1, ending.code());
    Ending json = run(Map.of("JAVA_HOME", jdk("again", "25").toString()), "verify", "--json", "-o");
    assertEquals("{\"passed\":13,\"failed\":2,\"skipped\":2}\n", json.out());
    assertTrue(json.err().contains("verify -o\n"), json.err());
  }

  @Test
  void showsTheEndOfABuildThatFails() throws Exception {
    maven("echo 'Could not resolve host'; exit 3");
    Ending ending = run(Map.of("JAVA_HOME", jdk("chosen", "25").toString()), "version");
    assertEquals(1, ending.code());
    assertTrue(ending.err().startsWith("building Cellwright (first time"), ending.err());
    assertTrue(ending.err().contains("Could not resolve host"));
    assertTrue(ending.err().contains("build.log: the build failed\nMaybe the network is away"));
  }

  @Test
  void saysThatACheckoutCannotBeWritten() throws Exception {
    Files.writeString(checkout.resolve("target"), "in the way of the folder");
    Ending ending = run(Map.of("JAVA_HOME", jdk("chosen", "25").toString()), "version");
    assertEquals(8, ending.code());
    assertTrue(ending.err().contains("this checkout cannot be written to"), ending.err());
  }

  @Test
  void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    maven("mkdir -p cli/target; touch cli/target/cellwright-cli.jar; echo built >>builds");
    Files.createDirectories(checkout.resolve("core/src/main"));
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.writeString(checkout.resolve("core/pom.xml"), "");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("chosen", "25").toString());
    run(environment, "version");
    Ending second = run(environment, "version");
    assertEquals(1, Files.readAllLines(checkout.resolve("builds")).size(), second.err());
    assertTrue(second.out().contains("org.cellwright.cli.Cellwright version"), second.out());
    TimeUnit.MILLISECONDS.sleep(20);
    Files.writeString(checkout.resolve("core/src/main/New.java"), "");
    assertTrue(run(environment, "version").err().contains("sources have changed"));
    assertEquals(2, Files.readAllLines(checkout.resolve("builds")).size());
  }

  @Test
  void buildsTheBenchesApartAndHandsThemTheirWords() throws Exception {
    maven(
        """
        mkdir -p cli/target bench/target bench/src/main
        touch cli/target/cellwright-cli.jar bench/target/cellwright-bench.jar
        echo "$@" >>builds
        """);
    Files.writeString(checkout.resolve("pom.xml"), "");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("chosen", "25").toString());
    Ending ending = run(environment, "bench", "cell", "--json");
    assertTrue(
        ending.out().endsWith("org.cellwright.bench.Bench cell --json\n"),
        ending.out() + ending.err());
    assertEquals(2, Files.readAllLines(checkout.resolve("builds")).size());
    TimeUnit.MILLISECONDS.sleep(20);
    Files.writeString(checkout.resolve("bench/src/main/New.java"), "");
    run(environment, "version");
    assertEquals(2, Files.readAllLines(checkout.resolve("builds")).size());
    run(environment, "bench", "cell");
    assertEquals(3, Files.readAllLines(checkout.resolve("builds")).size());
  }

  /** A folder that looks like a JDK; its java repeats its arguments. */
  private Path jdk(String name, String version) throws IOException {
    Path jdk = temporary.resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"y\"\n");
    for (String program : List.of("java", "javac")) {
      Files.writeString(jdk.resolve("bin").resolve(program), "#!/bin/sh\necho \"$@\"\n");
      makeExecutable(jdk.resolve("bin").resolve(program));
    }
    return jdk;
  }

  private void maven(String script) throws IOException {
    Files.writeString(checkout.resolve("mvnw"), "#!/bin/sh\n" + script);
    makeExecutable(checkout.resolve("mvnw"));
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ending run(Map<String, String> environment, String... words) throws Exception {
    return run(checkout.resolve("cellwright"), environment, words);
  }

  private Ending run(Path launcher, Map<String, String> environment, String... words)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(launcher.toString()), Stream.of(words)).toList());
    builder.directory(home.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("CELLWRIGHT_JAVA_OPTIONS");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", path + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    Path out = Files.createTempFile(temporary, "out", "");
    Path err = Files.createTempFile(temporary, "err", "");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
    return new Ending(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
