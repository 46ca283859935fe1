package org.cellwright.science.planner.acquisition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Pool;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.acquisition.PromiseSearch.Found;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.PoolRows;
import org.junit.jupiter.api.Test;

class PoolSearchTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;
  private static final int ROWS = 20_000;

  /** The rows stand evenly on [0, 1]. */
  private static PoolRows rows() {
    double[] x = new double[ROWS];
    Arrays.setAll(x, i -> i / (ROWS - 1.0));
    Space space =
        new Space(
            List.of(new Variable.Continuous("x", 0, 1, ONE)),
            List.of(),
            new LinkedHashMap<>(),
            Optional.of(new Pool(List.of(new Pool.Numbers("x", x, ONE)))));
    return new Encoding(space).rows().orElseThrow();
  }

  /** A jagged function; its outline is up to {@code optimism} more. */
  private record Jagged(double steps, double optimism, AtomicInteger valued) implements Worth {
    private double at(double x) {
      double value = Math.sin(7 * x) + new RandomStream(5, (long) (1e6 * x)).nextDouble();
      return steps > 0 ? Math.rint(value * steps) / steps : value;
    }

    @Override
    public double[] values(double[][] xs) {
      valued.addAndGet(xs.length);
      return Arrays.stream(xs).mapToDouble(x -> at(x[0])).toArray();
    }

    @Override
    public double value(double[] x, double[] gradient) {
      throw new UnsupportedOperationException("a pool has no slopes");
    }

    @Override
    public Worth outline() {
      return optimism == 0
          ? this
          : new Worth() {
            @Override
            public double[] values(double[][] xs) {
              return Arrays.stream(xs)
                  .mapToDouble(x ->
                      at(x[0]) + optimism * new RandomStream(9, (long) (1e6 * x[0])).nextDouble())
                  .toArray();
            }

            @Override
            public double value(double[] x, double[] gradient) {
              throw new UnsupportedOperationException("a pool has no slopes");
            }
          };
    }
  }

  @Test
  void anOutlineSparesMostOfThePoolAndFindsTheSame() {
    List<double[]> taken = List.of(new double[] {0.25}, new double[] {100 / (ROWS - 1.0)});
    // With steps many rows are equal: the first counts.
    for (double steps : List.of(0.0, 2.0)) {
      Jagged plain = new Jagged(steps, 0, new AtomicInteger());
      Jagged outlined = new Jagged(steps, 0.2, new AtomicInteger());
      Found expected = new PoolSearch(rows(), plain).best(taken);
      Found found = new PoolSearch(rows(), outlined).best(taken);
      assertNotNull(expected);
      assertNotNull(found);
      assertArrayEquals(expected.x(), found.x());
      assertEquals(expected.value(), found.value());
      assertTrue(outlined.valued.get() < ROWS / 2, outlined.valued + " of " + plain.valued);
    }
  }

  @Test
  void whereEveryRowIsTakenThereIsNone() {
    PoolRows rows = rows();
    List<double[]> all = IntStream.range(0, ROWS).mapToObj(rows::features).toList();
    assertNull(new PoolSearch(rows, new Jagged(0, 0, new AtomicInteger())).best(all));
    assertNull(new PoolSearch(rows, new Jagged(0, 0.2, new AtomicInteger())).best(all));
  }
}
