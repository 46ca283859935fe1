package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.surrogate.Fitting.Data;
import org.junit.jupiter.api.Test;

/** Six values of a fidelity, beside exactly known ones of the fidelity below. */
class KinshipTest {
  private static final int COUNT = 6;
  private static final Kernel ROUGH = Fitting.rough(new int[] {0, 1, 2}, 3);

  @Test
  void beforeAnyDataTheOddsAreThreeToOne() {
    assertEquals(StrictMath.log(3), kinship(new double[0], new double[0]).logOdds(), 0);
  }

  @Test
  void whatIsSeenAgainIsExplained() {
    double[] below = normals(1);
    double[] above = Arrays.stream(below).map(m -> m + 0.05).toArray();
    Kinship kinship = kinship(below, above);
    assertTrue(kinship.logOdds() > StrictMath.log(100), "log odds " + kinship.logOdds());
    assertEquals(0, kinship.likelier());
  }

  /** A slope of −1 is one of −2 beyond what the fidelity below says. */
  @Test
  void theContraryIsExplainedByItsSlope() {
    double[] below = normals(1);
    double[] above = Arrays.stream(below).map(m -> 0.3 - m).toArray();
    Kinship kinship = kinship(below, above);
    assertTrue(kinship.logOdds() > StrictMath.log(10), "log odds " + kinship.logOdds());
    Process process = Process.of(kinship.difference(), difference(below, above), null);
    assertEquals(-2, process.slope(), 0.3);
  }

  @Test
  void whatHasNothingInCommonIsNotExplained() {
    for (int seed = 2; seed < 6; seed++) {
      Kinship kinship = kinship(normals(1), normals(seed));
      assertTrue(kinship.logOdds() < StrictMath.log(3), seed + ": " + kinship.logOdds());
    }
  }

  /** What begins anew leaves the interval of the fidelity below as it was. */
  @Test
  void aLookApartIsForetoldByItself() {
    double[] values = normals(1);
    Process process = Process.of(ROUGH, new Data(points(COUNT), values, new double[COUNT]), null);
    Surrogate below = new Surrogate(OutputTransform.plain(2, 3));
    below.addLevel(process);
    below.temper(1.5);
    Surrogate both = below.anew(OutputTransform.plain(-1, 0.1));
    both.addLevel(process);
    double[] x = uniform(COUNT);
    assertArrayEquals(below.told(x, 0), both.told(x, 0));
    assertArrayEquals(below.interval(x, 0), both.interval(x, 0));
  }

  private static Kinship kinship(double[] below, double[] above) {
    Data alone = new Data(points(above.length), above.clone(), new double[above.length]);
    return Kinship.of(difference(below, above), alone, ROUGH, ROUGH, null);
  }

  private static Data difference(double[] below, double[] above) {
    double[] beyond = new double[above.length];
    Arrays.setAll(beyond, i -> above[i] - below[i]);
    return new Data(points(above.length), below, beyond, new double[above.length]);
  }

  private static double[][] points(int count) {
    double[][] points = new double[count][];
    Arrays.setAll(points, i -> uniform(i));
    return points;
  }

  private static double[] uniform(int i) {
    RandomStream random = new RandomStream(11, i);
    return new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()};
  }

  private static double[] normals(long seed) {
    RandomStream random = new RandomStream(seed, 0);
    double[] values = new double[COUNT];
    Arrays.setAll(values, _ -> random.nextNormal());
    return values;
  }
}
