package org.cellwright.platform.campaign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Method;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.MethodProvider.NamedFile;
import org.cellwright.core.Problem;

/**
 * A campaign as a person wrote it, read and checked; see {@code docs} for the format.
 *
 * @param methods the configured method of each fidelity, by the fidelity's name, cheapest first
 * @param files the files that it names, by key; {@code campaign} is the file itself
 * @param learnFrom earlier campaigns
 * @param digest over all of them: SHA-256 in hexadecimal digits
 */
public record CampaignFile(
    Path path,
    Problem problem,
    SequencedMap<String, Method> methods,
    SequencedMap<String, NamedFile> files,
    List<Earlier> learnFrom,
    String digest) {

  public CampaignFile {
    methods = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(methods));
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    learnFrom = List.copyOf(learnFrom);
  }

  /**
   * Reads and checks a file with the methods that {@link java.util.ServiceLoader} finds.
   *
   * @throws CellwrightException ABSENT without the file; REFUSED with file, line and key
   */
  public static CampaignFile read(Path file) {
    List<MethodProvider> found = new ArrayList<>();
    ServiceLoader.load(MethodProvider.class).forEach(found::add);
    return read(file, found);
  }

  /** The same with methods from elsewhere. */
  public static CampaignFile read(Path file, Collection<MethodProvider> providers) {
    return CampaignReader.read(file, providers);
  }

  /**
   * The same for a campaign that people carry out: {@code fidelities} may be left out (one, named
   * {@code experiment}, of cost 1), or their methods, {@code budget} and {@code reference_point}.
   */
  public static CampaignFile readByHand(Path file) {
    List<MethodProvider> found = new ArrayList<>();
    ServiceLoader.load(MethodProvider.class).forEach(found::add);
    return CampaignReader.readByHand(file, found);
  }

  /** The same campaign for another budget, in the unit of cost. */
  public CampaignFile withBudget(double budget) {
    return with(problem.withBudget(budget));
  }

  /** The same campaign from another seed. */
  public CampaignFile withSeed(long seed) {
    return with(problem.withSeed(seed));
  }

  private CampaignFile with(Problem changed) {
    return new CampaignFile(path, changed, methods, files, learnFrom, digest);
  }
}
