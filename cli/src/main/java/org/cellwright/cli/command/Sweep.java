package org.cellwright.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.formats.Columns;
import org.cellwright.platform.formats.Columns.Column;
import org.cellwright.platform.formats.Columns.Counts;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.platform.formats.Columns.Words;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;
import org.jspecify.annotations.Nullable;

/**
 * One simulation for each combination of what varies, the last variation fastest. A case is a
 * function of its number alone, so that any of them may be done at any time.
 *
 * @param simulation of the cell with its values set
 */
record Sweep(Bpx cell, List<Variation> variations, Function<Bpx, Simulation> simulation) {

  /** How a case ended. */
  enum Status {
    OK,
    /** A cut-off or a safety limit came before the experiment was done. */
    CUT_OFF,
    /** The solver gave up. */
    FAILED,
    /** There is no such cell. */
    REFUSED
  }

  /**
   * What came of one case; numbers are NaN where it was refused.
   *
   * @param number from 1
   */
  record Row(
      int number,
      Status status,
      String endReason,
      double endTimeSecond,
      double chargeAmpereHour,
      double energyWattHour,
      double finalVoltageVolt,
      double lowestPlatingMarginVolt,
      double highestTemperatureCelsius) {

    static Row of(int number, Solution s) {
      int last = s.points() - 1;
      Status status =
          switch (s.completion()) {
            case DONE -> Status.OK;
            case CUT_OFF -> Status.CUT_OFF;
            case FAILED, STOPPED -> Status.FAILED;
          };
      return new Row(
          number,
          status,
          s.endReason(),
          s.time()[last],
          s.charge()[last],
          s.energy()[last],
          s.voltage()[last],
          s.lowestPlatingMargin(),
          s.highestTemperature() - 273.15);
    }

    static Row refused(int number, CellwrightException e) {
      double none = Double.NaN;
      String where = e.where() == null ? "" : e.where() + ": ";
      return new Row(number, Status.REFUSED, where + e.what(), none, none, none, none, none, none);
    }
  }

  Sweep {
    variations = List.copyOf(variations);
    long cases = 1;
    for (Variation variation : variations) {
      cases *= variation.values().size();
      if (cases > Variation.MOST_CASES) {
        throw CellwrightException.refused(
            "the variations make more than %d cases".formatted(Variation.MOST_CASES),
            "--vary",
            "Take fewer values, or sweep in parts.");
      }
    }
  }

  int cases() {
    return variations.stream().mapToInt(v -> v.values().size()).reduce(1, Math::multiplyExact);
  }

  /** The value of each variation in a case. */
  private List<Double> values(int number) {
    List<Double> values = new ArrayList<>();
    int rest = number - 1;
    for (Variation variation : variations.reversed()) {
      int count = variation.values().size();
      values.addFirst(variation.values().get(rest % count));
      rest /= count;
    }
    return values;
  }

  /**
   * @throws InterruptedException if the thread was asked to stop
   */
  Row run(int number) throws InterruptedException {
    try {
      Bpx changed = cell;
      List<Double> values = values(number);
      for (int k = 0; k < values.size(); k++) {
        changed = changed.with(variations.get(k).path(), Double.toString(values.get(k)));
      }
      return Row.of(number, simulation.apply(changed).run());
    } catch (CellwrightException e) {
      return Row.refused(number, e);
    }
  }

  /**
   * Does every case that is not done, several at once, until the calling thread is interrupted.
   *
   * @param done receives each row, one at a time, in any order
   * @return whether everything was done
   */
  boolean run(int workers, IntPredicate isDone, Consumer<Row> done) {
    AtomicInteger next = new AtomicInteger(1);
    AtomicReference<@Nullable RuntimeException> defect = new AtomicReference<>();
    CountDownLatch working = new CountDownLatch(workers);
    List<Thread> threads = new ArrayList<>();
    for (int k = 0; k < workers; k++) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("sweep-" + k)
              .start(() -> {
                try {
                  for (int n = next.getAndIncrement();
                      n <= cases() && defect.get() == null;
                      n = next.getAndIncrement()) {
                    if (!isDone.test(n)) {
                      Row row = run(n);
                      synchronized (next) {
                        done.accept(row);
                      }
                    }
                  }
                } catch (InterruptedException e) {
                  // What is done is kept; this case is not.
                } catch (RuntimeException e) {
                  defect.compareAndSet(null, e);
                } finally {
                  working.countDown();
                }
              }));
    }
    boolean whole = true;
    while (working.getCount() > 0) {
      try {
        working.await();
      } catch (InterruptedException e) {
        whole = false;
        threads.forEach(Thread::interrupt);
      }
    }
    RuntimeException found = defect.get();
    if (found != null) {
      throw found;
    }
    return whole;
  }

  /**
   * Names of what varied: their paths, or names as those of the Battery Data Format.
   *
   * @throws CellwrightException REFUSED if two of them have one name
   */
  List<String> names(boolean battery) {
    List<String> names =
        variations.stream().map(v -> battery ? ColumnName.of(v.path()) : v.path()).toList();
    if (Set.copyOf(names).size() < names.size()) {
      throw CellwrightException.refused(
          "two of the variations make one column, among " + names,
          "--vary",
          "Vary each field once.");
    }
    return names;
  }

  /**
   * Rows as a table, what varied first; in the order of their numbers.
   *
   * @param names of what varied
   */
  Columns table(List<Row> rows, List<String> names) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Counts("case", rows.stream().mapToLong(Row::number).toArray()));
    for (int k = 0; k < variations.size(); k++) {
      int variation = k;
      columns.add(
          new Numbers(
              names.get(k),
              rows.stream().mapToDouble(r -> values(r.number()).get(variation)).toArray()));
    }
    columns.add(
        new Words(
            "status",
            rows.stream()
                .map(r -> r.status().name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new)));
    columns.add(new Words("end_reason", rows.stream().map(Row::endReason).toArray(String[]::new)));
    columns.add(numbers("end_time_second", rows, Row::endTimeSecond));
    columns.add(numbers("charge_ampere_hour", rows, Row::chargeAmpereHour));
    columns.add(numbers("energy_watt_hour", rows, Row::energyWattHour));
    columns.add(numbers("final_voltage_volt", rows, Row::finalVoltageVolt));
    columns.add(numbers("lowest_plating_margin_volt", rows, Row::lowestPlatingMarginVolt));
    columns.add(numbers("highest_temperature_celsius", rows, Row::highestTemperatureCelsius));
    return new Columns(columns);
  }

  private static Numbers numbers(String name, List<Row> rows, ToDoubleFunction<Row> value) {
    return new Numbers(name, rows.stream().mapToDouble(value).toArray());
  }
}
