package org.cellwright.science.molecule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.cell.ReferenceData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoleculesTest {
  private static final List<String> SOLVENTS =
      List.of("O=C1OCCO1", "COC(=O)OC", "CCOC(=O)OC", "CC#N", "CS(C)=O", "c1ccccc1C", "O");

  /** Columns without commas in quotes, so that splitting at commas reads them. */
  @ParameterizedTest
  @CsvSource({
    "baybe/direct_arylation.csv, Base_SMILES, 4",
    "baybe/direct_arylation.csv, Ligand_SMILES, 12",
    "baybe/direct_arylation.csv, Solvent_SMILES, 4",
    "redoxmers-gryffin/raw_data.csv, SMILES, 1300",
    "cobol/HBE_oxidation_1400.csv, canonSMILES, 1300",
    "cobol/HBE_oxidation_1400.csv, Reactant, 1300",
    "cobol/Ered_1400BzNSN.csv, SMILES, 1300",
    "chem-mfbo/freesolv.csv, smiles, 600",
    "polymer-electrolyte/clean_train_data.csv, smiles, 200"
  })
  void everyMoleculeOfTheReferenceDataIsRead(String file, String column, int least)
      throws IOException {
    List<String> lines =
        Files.readAllLines(ReferenceData.folder("planner").resolve(file), StandardCharsets.UTF_8);
    int at = List.of(lines.getFirst().split(",")).indexOf(column);
    List<String> smiles =
        lines.stream().skip(1).map(line -> line.split(",")[at]).distinct().toList();
    assertTrue(smiles.size() >= least, smiles.size() + " molecules");
    for (String one : smiles) {
      Molecule molecule = Molecule.parse(one);
      assertTrue(molecule.molarMass() > 10, one);
      assertTrue(Descriptors.of(molecule).values().stream().allMatch(Double::isFinite), one);
    }
  }

  @Test
  void everyColumnRunsFromZeroToOneAndSaysSomethingOfItsOwn() {
    double[][] rows = Molecules.descriptors(SOLVENTS);
    int width = rows[0].length;
    assertTrue(width > 4, width + " columns");
    for (int j = 0; j < width; j++) {
      int column = j;
      double[] values = Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
      assertEquals(0, Arrays.stream(values).min().orElseThrow());
      assertEquals(1, Arrays.stream(values).max().orElseThrow());
    }
    assertEquals(SOLVENTS.size(), Arrays.stream(rows).map(Arrays::toString).distinct().count());
  }

  @Test
  void theOrderOfTheListChangesNoDescriptor() {
    double[][] rows = Molecules.descriptors(SOLVENTS);
    double[][] turned = Molecules.descriptors(SOLVENTS.reversed());
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows.length; k++) {
        assertEquals(
            distance(rows[i], rows[k]),
            distance(turned[rows.length - 1 - i], turned[rows.length - 1 - k]),
            1e-6);
      }
    }
    assertArrayEquals(rows[3], Molecules.descriptors(SOLVENTS)[3]);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void likeMoleculesStandNearEachOther() {
    double[][] rows = Molecules.descriptors(SOLVENTS);
    assertTrue(distance(rows[1], rows[2]) < distance(rows[1], rows[5]));
    assertTrue(distance(rows[1], rows[2]) < distance(rows[1], rows[6]));
  }

  @Test
  void oneMoleculeAloneHasNothingToTellItApart() {
    assertEquals(0, Molecules.descriptors(List.of("CCO"))[0].length);
    assertEquals(0, Molecules.descriptors(List.of()).length);
    assertTrue(Molecules.allParse(SOLVENTS));
    assertFalse(Molecules.allParse(List.of("CCO", "ethanol")));
    assertFalse(Molecules.allParse(List.of()));
  }
}
