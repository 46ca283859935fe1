package org.cellwright.bench.planner;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cellwright.core.Objective.Goal;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sums;

/**
 * Candidates with a cheap second opinion on each.
 *
 * @param cheap the objective as the cheap fidelity has it, for each row of the table
 * @param cost of a cheap look; the other one costs 1
 */
record TwoFidelities(Candidates table, double[] cheap, double cost) {

  /** Columns HF and LF of a table of chem-MFBO, and inputs that the caller adds. */
  static TwoFidelities read(
      String name, Csv data, double cost, Goal goal, Consumer<Candidates.Builder> inputs) {
    Candidates.Builder both = Candidates.of(name);
    inputs.accept(both);
    Candidates read =
        both.objective("value", goal, data.numbers("HF"))
            .objective("value", goal, data.numbers("LF"))
            .build();
    double[] cheap = Arrays.stream(read.truth()).mapToDouble(row -> row[1]).toArray();
    Candidates table =
        new Candidates(
            read.inputs().single(),
            Arrays.stream(read.truth()).map(row -> new double[] {row[0]}).toArray(double[][]::new),
            read.replicates().stream()
                .map(rows -> rows.stream().map(row -> new double[] {row[0]}).toList())
                .toList());
    return new TwoFidelities(table, cheap, cost);
  }

  /** The cheap fidelity tells nothing: its values in another order. */
  TwoFidelities shuffled(long seed) {
    RandomStream random = new RandomStream(seed, 0x5F);
    double[] mixed = cheap.clone();
    for (int i = mixed.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double kept = mixed[i];
      mixed[i] = mixed[j];
      mixed[j] = kept;
    }
    return new TwoFidelities(table, mixed, cost);
  }

  /** The cheap fidelity tells the contrary: mirrored at its mean. */
  TwoFidelities flipped() {
    double mean = Arrays.stream(cheap).average().orElse(0);
    return new TwoFidelities(table, Arrays.stream(cheap).map(x -> 2 * mean - x).toArray(), cost);
  }

  /** Correlation of the two, squared. */
  double squaredCorrelation() {
    double[] dear =
        IntStream.range(0, cheap.length).mapToDouble(i -> table.truth()[i][0]).toArray();
    double correlation = Sums.correlation(dear, cheap);
    return correlation * correlation;
  }
}
