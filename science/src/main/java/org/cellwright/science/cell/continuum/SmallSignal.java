package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;

import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;

/**
 * A cell linearised about rest, as its terminals see it at one frequency.
 *
 * <p>At rest salt and stoichiometries are uniform and nothing flows, so every coefficient is a
 * constant of its layer. Small amplitudes go as exp(iωt); I is that of the current density, c of
 * salt, φ of φs − φe, y and 1/z are the admittances of {@link SurfaceResponse} (summed over the
 * active materials), K = 2RT(1−t⁺)/F and c₀ the salt at rest. On the finite volumes of {@link Dfn},
 * and eliminating both potentials as there:
 *
 * <pre>
 *   iₑ = (Δφ + I Δx/σ + K Δc/c₀) / (Δx/σ + Δx/κ)       0 at the foils, I in the separator
 *   charge     iₑ(right) − iₑ(left) = h a y φ
 *   salt       iω ε h c = N(left) − N(right) + h a (1/z − t⁺ y) φ/F,     N = −D Δc/Δx
 *   voltage    V = φ(last) − φ(first) + K (c(last) − c(first))/c₀ − Σ iₑ Δx/κ − solid half volumes
 * </pre>
 *
 * <p>The impedance is −V/I, I being positive on discharge. In the balance of salt the reaction
 * takes part with its own current and migration with the whole: charging a double layer takes no
 * cations out of the pores.
 *
 * <p>SPMe has uniform fluxes, φ = ±I/(aLy), the same balance of salt, and the voltage of {@link
 * Spme}: means over the electrodes and three ohmic resistances. SPM is its two surfaces alone.
 *
 * <p>In a half cell, lithium metal at the outer face of the separator gives (1−t⁺) I/F of salt. Its
 * charge transfer is the resistance RT/(F j₀), without a double layer of its own.
 *
 * <p>One complex block tridiagonal system for each frequency, O(n), second order in the widths. No
 * allocation after construction. Not thread-safe.
 */
public final class SmallSignal {
  private final CellData data;
  private final Model model;
  private final Coating negative;
  private final Coating positive;
  private final int nn;
  private final int ns;
  private final int n;
  private final double[] width;
  private final double[] porosity;
  private final double[] conductivity;
  private final double[] salt;
  private final ComplexBlocks blocks;
  private final double diffusional;

  /** Of lithium metal, with the salt between its face and the first volume, Ω m². */
  private final double metal;

  private final double ohmic;

  /** The admittances of all particles of an electrode, S/m³ of coating. */
  private static final class Coating {
    final ElectrodeData electrode;
    final SurfaceResponse[] surfaces;
    double faradaicRe;
    double faradaicIm;
    double totalRe;
    double totalIm;

    Coating(CellData data, ElectrodeData electrode, double stateOfCharge, double temperature) {
      this.electrode = electrode;
      double[] x = data.atRest(electrode, stateOfCharge, temperature);
      surfaces = new SurfaceResponse[x.length];
      for (int k = 0; k < x.length; k++) {
        surfaces[k] =
            new SurfaceResponse(
                data, electrode.phases[k], x[k], temperature, electrode.doubleLayer);
      }
    }

    void at(double omega) {
      faradaicRe = 0;
      faradaicIm = 0;
      totalRe = 0;
      totalIm = 0;
      for (int k = 0; k < surfaces.length; k++) {
        SurfaceResponse surface = surfaces[k];
        double area = electrode.phases[k].specificArea;
        surface.at(omega);
        faradaicRe += area * surface.faradaicRe;
        faradaicIm += area * surface.faradaicIm;
        totalRe += area * surface.totalRe;
        totalIm += area * surface.totalIm;
      }
    }
  }

  private double omega;
  private double real;
  private double imaginary;

  /**
   * @param stateOfCharge 0 to 1 between the stoichiometry limits
   * @param temperature K
   */
  public SmallSignal(
      CellData data, Model model, Mesh mesh, double stateOfCharge, double temperature) {
    this.data = data;
    this.model = model;
    ElectrodeData e = data.negative;
    ElectrodeData f = data.positive;
    negative = new Coating(data, e, stateOfCharge, temperature);
    positive = new Coating(data, f, stateOfCharge, temperature);
    boolean porous = model != Model.SPM;
    nn = porous && !data.isHalfCell() ? mesh.negative() : 0;
    ns = porous ? mesh.separator() : 0;
    int np = porous ? mesh.positive() : 0;
    n = nn + ns + np;
    Volumes volumes = new Volumes(data, nn, ns, np);
    width = volumes.width;
    porosity = volumes.porosity;
    conductivity = new double[n];
    double[] diffusivity = new double[n];
    double c0 = data.initialConcentration;
    double factor = data.thermodynamicFactor == null ? 1 : data.thermodynamicFactor.at(c0);
    double d =
        data.arrhenius(data.electrolyteDiffusivityActivation, temperature)
            * data.electrolyteDiffusivity.at(c0);
    double k =
        data.arrhenius(data.electrolyteConductivityActivation, temperature)
            * data.electrolyteConductivity.at(c0);
    for (int m = 0; m < n; m++) {
      diffusivity[m] = volumes.transport[m] * d;
      conductivity[m] = volumes.transport[m] * k;
    }
    salt = new double[Math.max(n - 1, 0)];
    for (int face = 0; face < n - 1; face++) {
      salt[face] = 2 / (width[face] / diffusivity[face] + width[face + 1] / diffusivity[face + 1]);
    }
    diffusional = 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber) / c0 * factor;
    double toFace =
        porous && data.isHalfCell()
            ? 0.5 * width[0] / diffusivity[0] * (1 - data.transferenceNumber) / FARADAY
            : 0;
    metal = data.isHalfCell() ? data.lithiumResistance(0, temperature) + diffusional * toFace : 0;
    double negativeThickness = data.isHalfCell() ? 0 : e.thickness;
    ohmic =
        porous
            ? (negativeThickness / (3 * e.transport)
                        + data.separatorThickness / data.separatorTransport
                        + f.thickness / (3 * f.transport))
                    / k
                + negativeThickness / (3 * e.conductivity)
                + f.thickness / (3 * f.conductivity)
            : 0;
    blocks = new ComplexBlocks(n);
    if (porous) {
      couple();
    }
  }

  /** What does not depend on frequency: the blocks beside the diagonal. */
  private void couple() {
    for (int face = 0; face < n - 1; face++) {
      blocks.u11[face] = -salt[face];
      blocks.l11[face + 1] = -salt[face];
      if (model == Model.DFN && !isSeparator(face) && !isSeparator(face + 1)) {
        double byPotential = ionicByPotential(face);
        blocks.u22[face] = byPotential;
        blocks.l22[face + 1] = byPotential;
        blocks.u21[face] = diffusional * byPotential;
        blocks.l21[face + 1] = diffusional * byPotential;
      }
    }
  }

  private boolean isSeparator(int m) {
    return m >= nn && m < nn + ns;
  }

  private ElectrodeData electrode(int m) {
    return m < nn ? data.negative : data.positive;
  }

  /** Conductance between neighbours in an electrode, S/m². */
  private double ionicByPotential(int face) {
    double h = width[face];
    return 1 / (h / electrode(face).conductivity + h / conductivity[face]);
  }

  /** Computes the impedance at a frequency in Hz, above 0. */
  public void at(double hertz) {
    omega = 2 * Math.PI * hertz;
    negative.at(omega);
    positive.at(omega);
    switch (model) {
      case SPM -> surfaces();
      case SPME -> {
        surfaces();
        addElectrolyte();
      }
      case DFN -> porousElectrodes();
    }
  }

  /** Ω of the whole cell, of the frequency last asked for. */
  public double real() {
    return (real + metal + data.contactResistance) / data.area;
  }

  /** Ω of the whole cell; negative where it is capacitive. */
  public double imaginary() {
    return imaginary / data.area;
  }

  private void surfaces() {
    real = 0;
    imaginary = 0;
    if (!data.isHalfCell()) {
      add(negative, data.negative);
    }
    add(positive, data.positive);
  }

  private void add(Coating surface, ElectrodeData e) {
    double square = surface.totalRe * surface.totalRe + surface.totalIm * surface.totalIm;
    double scale = 1 / (square * e.thickness);
    real += surface.totalRe * scale;
    imaginary -= surface.totalIm * scale;
  }

  /** SPMe: salt under uniform sources, then its mean potentials, for I = 1. */
  private void addElectrolyte() {
    for (int m = 0; m < n; m++) {
      store(m);
      blocks.d22Re[m] = 1;
      if (isSeparator(m)) {
        set(m, fromMetal(m), 0);
        continue;
      }
      Coating surface = m < nn ? negative : positive;
      double square = surface.totalRe * surface.totalRe + surface.totalIm * surface.totalIm;
      double shareRe =
          (surface.faradaicRe * surface.totalRe + surface.faradaicIm * surface.totalIm) / square;
      double shareIm =
          (surface.faradaicIm * surface.totalRe - surface.faradaicRe * surface.totalIm) / square;
      double source = (m < nn ? 1 : -1) * width[m] / (electrode(m).thickness * FARADAY);
      set(m, source * (shareRe - data.transferenceNumber), source * shareIm);
    }
    blocks.solve();
    for (int m = 0; m < n; m++) {
      if (!isSeparator(m)) {
        double share = (m < nn ? 1 : -1) * diffusional * width[m] / electrode(m).thickness;
        real += share * blocks.xRe[2 * m];
        imaginary += share * blocks.xIm[2 * m];
      }
    }
    if (data.isHalfCell()) {
      real += diffusional * blocks.xRe[0];
      imaginary += diffusional * blocks.xIm[0];
    }
    real += ohmic;
  }

  /** Salt that the counter electrode of a half cell gives to a volume, for I = 1, mol/(s A). */
  private double fromMetal(int m) {
    return m == 0 && data.isHalfCell() ? (1 - data.transferenceNumber) / FARADAY : 0;
  }

  /** Storage and diffusion of salt in a volume. */
  private void store(int m) {
    blocks.d11Re[m] = (m > 0 ? salt[m - 1] : 0) + (m < n - 1 ? salt[m] : 0);
    blocks.d11Im[m] = omega * porosity[m] * width[m];
  }

  private void set(int m, double re, double im) {
    blocks.xRe[2 * m] = re;
    blocks.xIm[2 * m] = im;
    blocks.xRe[2 * m + 1] = 0;
    blocks.xIm[2 * m + 1] = 0;
  }

  /** DFN, for I = 1. */
  private void porousElectrodes() {
    for (int m = 0; m < n; m++) {
      store(m);
      set(m, fromMetal(m), 0);
      if (isSeparator(m)) {
        blocks.d22Re[m] = 1;
        continue;
      }
      ElectrodeData e = electrode(m);
      Coating surface = m < nn ? negative : positive;
      double t = data.transferenceNumber;
      blocks.d12Re[m] = -width[m] / FARADAY * (surface.faradaicRe - t * surface.totalRe);
      blocks.d12Im[m] = -width[m] / FARADAY * (surface.faradaicIm - t * surface.totalIm);
      boolean leftInside = m > 0 && !isSeparator(m - 1);
      boolean rightInside = m < n - 1 && !isSeparator(m + 1);
      double left = leftInside ? ionicByPotential(m - 1) : 0;
      double right = rightInside ? ionicByPotential(m) : 0;
      blocks.d21[m] = -diffusional * (left + right);
      blocks.d22Re[m] = -left - right - width[m] * surface.totalRe;
      blocks.d22Im[m] = -width[m] * surface.totalIm;
      double solid = width[m] / e.conductivity;
      double out = rightInside ? solid * right : m < n - 1 ? 1 : 0;
      double in = leftInside ? solid * left : m > 0 ? 1 : 0;
      blocks.xRe[2 * m + 1] = in - out;
    }
    blocks.solve();
    double[] re = blocks.xRe;
    double[] im = blocks.xIm;
    int last = 2 * (n - 1);
    real = re[1] - re[last + 1] + diffusional * (re[0] - re[last]);
    imaginary = im[1] - im[last + 1] + diffusional * (im[0] - im[last]);
    for (int face = 0; face < n - 1; face++) {
      int m = 2 * face;
      double resistance =
          0.5 * (width[face] / conductivity[face] + width[face + 1] / conductivity[face + 1]);
      if (isSeparator(face) || isSeparator(face + 1)) {
        real += resistance;
        continue;
      }
      double by = ionicByPotential(face);
      double solid = width[face] / electrode(face).conductivity;
      real += resistance * by * (re[m + 3] - re[m + 1] + solid + diffusional * (re[m + 2] - re[m]));
      imaginary += resistance * by * (im[m + 3] - im[m + 1] + diffusional * (im[m + 2] - im[m]));
    }
    double first = data.isHalfCell() ? conductivity[0] : data.negative.conductivity;
    real += 0.5 * (width[0] / first + width[n - 1] / data.positive.conductivity);
  }
}
