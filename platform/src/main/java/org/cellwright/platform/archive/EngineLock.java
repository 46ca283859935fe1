package org.cellwright.platform.archive;

/**
 * The right to write into one home, held by one process at a time; the system frees it on death.
 */
public final class EngineLock implements AutoCloseable {

  EngineLock() {}

  @Override
  public void close() {}
}
