package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.continuum.CellData;
import org.cellwright.science.cell.continuum.SmallSignal;
import org.cellwright.science.cell.continuum.Thevenin;
import org.jspecify.annotations.Nullable;

/**
 * The impedance of a cell at rest: {@code
 * Impedance.of(bpx).model(Model.DFN).stateOfCharge(0.5).at(hertz)}.
 *
 * <p>Z(ω) = −δV/δI in Ω of the whole cell, for a small current I exp(iωt), discharge positive. The
 * real part is positive; the imaginary part is negative where the cell is capacitive. The model is
 * linearised about equilibrium (uniform salt and stoichiometries, no current) at one temperature
 * and solved in the frequency domain, without time stepping. For the single-particle model, with a
 * the specific area and L the thickness of an electrode,
 *
 * <pre>
 *   Z = (1/A) Σ 1/(a L y),     y = 1/z + iωC,
 *   z = RT/(F j₀) − U′ R / (c_max F D (s coth s − 1)),     s = R √(iω/D)
 * </pre>
 *
 * <p>SPMe adds what salt and ohmic drops add on average; the DFN resolves the electrodes through
 * their thickness; the equivalent circuit has its resistances and capacities, and the slope of the
 * open-circuit voltage. Diffusion in the particles is solved in closed form, so the shells of a
 * mesh do not matter here; across the cell the method is of second order.
 *
 * <p>The capacities C of the double layers, in F per m² of particle surface, are the numbers
 * {@value Supplement#NEGATIVE_DOUBLE_LAYER} and {@value Supplement#POSITIVE_DOUBLE_LAYER} under
 * "User-defined" of the cell file; absent or zero, there is no double layer.
 *
 * <p>References: Doyle, Meyers and Newman, J. Electrochem. Soc. 147 (2000) 99 (impedance of the
 * porous-electrode model); Marquis et al., J. Electrochem. Soc. 166 (2019) A3693 (SPMe).
 *
 * <p>Immutable; each setting returns a new object. {@link #at} may be called from several threads
 * at once.
 */
public final class Impedance {
  /** Finer than for simulations: at high frequencies the current stays near the separator. */
  public static final Mesh DEFAULT_MESH = new Mesh(80, 40, 80, 20);

  private static final double LEAST_HERTZ = 1e-9;
  private static final double MOST_HERTZ = 1e9;

  // Set only before the object is handed out.
  private Bpx bpx;
  private Model model = Model.DFN;
  private Mesh mesh = DEFAULT_MESH;
  private double stateOfCharge;
  private double temperature;
  private @Nullable HalfCell halfCell;

  /**
   * The impedance at one frequency.
   *
   * @param frequency Hz
   * @param real Ω
   * @param imaginary Ω, negative where the cell is capacitive
   */
  public record Point(double frequency, double real, double imaginary) {

    /** |Z|, Ω. */
    public double magnitude() {
      return Math.hypot(real, imaginary);
    }

    /** Angle of Z, radians, −π to π. */
    public double phase() {
      return Math.atan2(imaginary, real);
    }
  }

  private Impedance(Bpx bpx) {
    this.bpx = bpx.degraded();
    stateOfCharge = bpx.state().soc().orElse(1);
    temperature = bpx.initialTemperature();
  }

  private Impedance(Impedance other) {
    bpx = other.bpx;
    model = other.model;
    mesh = other.mesh;
    stateOfCharge = other.stateOfCharge;
    temperature = other.temperature;
    halfCell = other.halfCell;
  }

  /**
   * Of a DFN of this cell on {@link #DEFAULT_MESH}, in the state that its file gives, else full.
   * What that state names as lost is gone, see {@link Bpx#degraded}.
   */
  public static Impedance of(Bpx bpx) {
    return new Impedance(bpx);
  }

  public Impedance model(Model model) {
    Impedance changed = new Impedance(this);
    changed.model = model;
    return changed;
  }

  /**
   * @param mesh its volumes count, its shells do not
   */
  public Impedance mesh(Mesh mesh) {
    Impedance changed = new Impedance(this);
    changed.mesh = mesh;
    return changed;
  }

  /**
   * @param soc 0 to 1 between the stoichiometry limits of the cell file
   * @throws CellwrightException REFUSED outside of that
   */
  public Impedance stateOfCharge(double soc) {
    Simulation.requireStateOfCharge(soc);
    Impedance changed = new Impedance(this);
    changed.stateOfCharge = soc;
    return changed;
  }

  /**
   * @param kelvin of the cell, K
   * @throws CellwrightException REFUSED outside of 200 to 400
   */
  public Impedance temperature(double kelvin) {
    Simulation.requireTemperature(kelvin);
    Impedance changed = new Impedance(this);
    changed.temperature = kelvin;
    return changed;
  }

  /**
   * Of one electrode against lithium metal, which is a resistance by its exchange current ({@value
   * Supplement#LITHIUM_EXCHANGE_CURRENT} under "User-defined"; none unless that is said). A state
   * of charge of 1 is the electrode's least lithium, as in {@link Simulation#halfCell}.
   */
  public Impedance halfCell(HalfCell working) {
    Impedance changed = new Impedance(this);
    changed.halfCell = working;
    return changed;
  }

  /**
   * The impedance at each frequency, in the order given.
   *
   * @param hertz 1e-9 to 1e9
   * @throws CellwrightException REFUSED for another frequency, a negative capacity, or a cell that
   *     lacks what the model needs
   */
  public List<Point> at(double... hertz) {
    for (double f : hertz) {
      Simulation.requireRange("frequency in hertz", f, LEAST_HERTZ, MOST_HERTZ, "--frequencies");
    }
    if (model == Model.THEVENIN) {
      if (halfCell != null) {
        throw Simulation.noHalfCircuit();
      }
      return ofCircuit(hertz);
    }
    CellData data = new CellData(bpx, model != Model.SPM, /* doubleLayers= */ true, halfCell);
    SmallSignal cell = new SmallSignal(data, model, mesh, stateOfCharge, temperature);
    List<Point> points = new ArrayList<>(hertz.length);
    for (double f : hertz) {
      cell.at(f);
      points.add(new Point(f, cell.real(), cell.imaginary()));
    }
    return points;
  }

  /** The circuit's own resistances and capacities, and the slope of the open-circuit voltage. */
  private List<Point> ofCircuit(double[] hertz) {
    EquivalentCircuit circuit = EquivalentCircuit.of(bpx, temperature);
    double elastance = Thevenin.elastance(new CellData(bpx, false), stateOfCharge, temperature);
    List<Point> points = new ArrayList<>(hertz.length);
    for (double f : hertz) {
      points.add(circuit.impedance(f, elastance, stateOfCharge, temperature));
    }
    return points;
  }

  /**
   * How far each point of a spectrum is from the one on twice the mesh, |ΔZ| in Ω. Costs twice the
   * spectrum itself; of the true error it is three quarters once the mesh is fine enough for the
   * method to be of second order.
   *
   * @param spectrum as {@link #at} gave it
   */
  public double[] estimateError(List<Point> spectrum) {
    List<Point> fine =
        mesh(mesh.doubled()).at(spectrum.stream().mapToDouble(Point::frequency).toArray());
    double[] error = new double[spectrum.size()];
    for (int k = 0; k < error.length; k++) {
      Point a = spectrum.get(k);
      Point b = fine.get(k);
      error[k] = Math.hypot(a.real - b.real, a.imaginary - b.imaginary);
    }
    return error;
  }

  /** What an impedance of this cell stands on. */
  public List<Citation> citations() {
    List<Citation> all = new ArrayList<>(Citation.of(model));
    all.add(Citation.of("Doyle2000"));
    all.addAll(Citation.of(bpx));
    return all.stream().distinct().toList();
  }
}
