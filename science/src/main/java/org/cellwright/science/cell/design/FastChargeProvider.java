package org.cellwright.science.cell.design;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Method;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.Settings;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Mesh.Surface;
import org.cellwright.science.cell.Model;

/**
 * The methods {@code cell.dfn} and {@code cell.spme}: what a design of the campaign's {@code cell}
 * is worth.
 *
 * <p>Settings: {@code draws} (1: the cell on paper; n: the nominal cell and n − 1 draws of the
 * coating tolerances), {@code mesh} (volumes of negative electrode/separator/positive
 * electrode/shells), {@code curves} (1: attach the curves of a single draw).
 *
 * <p>The default mesh keeps the radial discretisation with which the problem was stated, 20 shells
 * and a straight line to the surface, so that figures compare to the digits given; the refined
 * method has polynomials in the particles and twice the volumes.
 */
public abstract sealed class FastChargeProvider implements MethodProvider {
  private static final Mesh MESH = new Mesh(40, 20, 40, 20, Surface.STRAIGHT);
  private static final double RELATIVE_TOLERANCE = 1e-4;
  private static final int MOST_DRAWS = 10_000;
  private static final String VERSION = "1";

  private final Model model;

  private FastChargeProvider(Model model) {
    this.model = model;
  }

  /** {@code cell.dfn} */
  public static final class Dfn extends FastChargeProvider {
    public Dfn() {
      super(Model.DFN);
    }
  }

  /** {@code cell.spme} */
  public static final class Spme extends FastChargeProvider {
    public Spme() {
      super(Model.SPME);
    }
  }

  @Override
  public String name() {
    return "cell." + model.word();
  }

  @Override
  public Method configure(Settings settings, SequencedMap<String, NamedFile> files) {
    settings.requireOnly(List.of("draws", "mesh", "curves"));
    NamedFile file = files.get("cell");
    if (file == null) {
      throw CellwrightException.refused(
          "the method %s needs a cell to start from".formatted(name()),
          "cell",
          "Add 'cell: PATH' with a BPX file, such as examples/cells/lg-m50-chen2020.json.");
    }
    BaseCell base;
    try {
      base = BaseCell.of(Bpx.read(new ByteArrayInputStream(file.content()), file.name()));
    } catch (CellwrightException e) {
      throw e.at(file.name());
    }
    int draws = settings.integer("draws", 1, 1, MOST_DRAWS);
    boolean curves = settings.integer("curves", draws > 1 ? 1 : 0, 0, 1) == 1;
    String written = settings.entries().get("mesh");
    Mesh mesh = written == null ? MESH : Mesh.parse(written);
    if (mesh.surface() == Surface.PARABOLA) {
      mesh = mesh.withSurface(Surface.STRAIGHT);
    }
    return new FastChargeMethod(
        new Method.Identity(name(), VERSION, digest(settings, file)),
        base,
        model,
        mesh,
        RELATIVE_TOLERANCE,
        draws,
        curves);
  }

  private String digest(Settings settings, NamedFile file) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, String> entry : settings.entries().entrySet()) {
        sha.update(
            (entry.getKey() + "=" + entry.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      sha.update(file.content());
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
