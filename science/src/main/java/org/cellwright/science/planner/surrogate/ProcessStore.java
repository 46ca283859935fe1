package org.cellwright.science.planner.surrogate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the ask before, so that the next one appends to their factors where kernel and
 * data are still the same. Nothing depends on it but time: {@link Process#of} gives the same bits
 * with it and without. Holds one process for each part of a model, of one ask.
 */
public final class ProcessStore {
  private final Map<String, Process> earlier;
  private final Map<String, Process> now = new ConcurrentHashMap<>();

  private ProcessStore(Map<String, Process> earlier) {
    this.earlier = earlier;
  }

  public static ProcessStore empty() {
    return new ProcessStore(Map.of());
  }

  /** What the next ask starts from; this one and its processes are then no longer to be used. */
  public ProcessStore next() {
    return new ProcessStore(now);
  }

  /**
   * @param part of the model, each only once in an ask
   */
  Process learn(String part, Kernel kernel, Fitting.Data data) {
    @Nullable Process before = earlier.get(part);
    Process process = Process.of(kernel, data, before);
    now.put(part, process);
    return process;
  }

  int size() {
    return now.size();
  }
}
