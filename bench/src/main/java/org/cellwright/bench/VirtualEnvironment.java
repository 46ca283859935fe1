package org.cellwright.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A Python of its own under {@code target/bench}, with what a list in {@code bench/peers} names,
 * installed on first use from the package index.
 */
public final class VirtualEnvironment {
  private static final long INSTALL_MINUTES = 60;

  private final Path folder;
  private final Path environment;
  private final Path requirements;

  /**
   * @param name of the environment
   * @param requirements file in {@code bench/peers}
   */
  public VirtualEnvironment(Path root, String name, String requirements) {
    this.folder = root.resolve("target/bench");
    this.environment = folder.resolve(name);
    this.requirements = root.resolve("bench/peers").resolve(requirements);
  }

  /** Installs what is missing; false if that failed, see {@code target/bench/install.log}. */
  public boolean ready() throws Exception {
    Files.createDirectories(folder);
    Path installed = environment.resolve("installed.txt");
    String wanted = Files.readString(requirements);
    if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
      return true;
    }
    System.err.println(
        "bench: installing %s into target/bench (minutes) ...".formatted(wanted.strip()));
    boolean done =
        start(INSTALL_MINUTES, "install.log", "python3", "-m", "venv", environment.toString())
            && start(
                INSTALL_MINUTES,
                "install.log",
                python(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
                requirements.toString());
    if (done) {
      Files.writeString(installed, wanted);
    }
    return done;
  }

  public String python() {
    return environment.resolve("bin/python").toString();
  }

  /** Runs a program on one thread; false if it failed or took longer. */
  public boolean start(long minutes, String log, String... words) throws Exception {
    File file = folder.resolve(log).toFile();
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("PYBAMM_DISABLE_TELEMETRY", "true");
    try {
      Process process = builder.redirectOutput(file).start();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
      return false;
    }
  }
}
