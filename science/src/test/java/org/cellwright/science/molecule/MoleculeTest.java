package org.cellwright.science.molecule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoleculeTest {

  /** Formulas and molar masses of the CRC Handbook; areas of Ertl's table by hand. */
  @ParameterizedTest
  @CsvSource({
    // SMILES, formula, g/mol, rings, aromatic rings, donors, acceptors, rotatable, polar area
    "O, H2O, 18.015, 0, 0, 1, 1, 0, -1",
    "C, CH4, 16.043, 0, 0, 0, 0, 0, 0",
    "CCO, C2H6O, 46.069, 0, 0, 1, 1, 0, 20.23",
    "c1ccccc1, C6H6, 78.114, 1, 1, 0, 0, 0, 0",
    "C1=CC=CC=C1, C6H6, 78.114, 1, 1, 0, 0, 0, 0",
    "Cn1cnc2c1c(=O)n(C)c(=O)n2C, C8H10N4O2, 194.194, 2, 2, 0, 6, 0, 61.82",
    "CC(=O)Oc1ccccc1C(=O)O, C9H8O4, 180.159, 1, 1, 1, 4, 3, 63.60",
    "O=C1OCCO1, C3H4O3, 88.062, 1, 0, 0, 3, 0, 35.53",
    "COC(=O)OC, C3H6O3, 90.078, 0, 0, 0, 3, 2, 35.53",
    "[Li+].F[P-](F)(F)(F)(F)F, F6LiP, 151.905, 0, 0, 0, 0, 0, 0",
    "O=[N+]([O-])c1ccccc1, C6H5NO2, 123.111, 1, 1, 0, 3, 1, 43.14",
    "c1ccc2ccccc2c1, C10H8, 128.174, 2, 2, 0, 0, 0, 0",
    "C1=CC=C2C=CC=CC2=C1, C10H8, 128.174, 2, 2, 0, 0, 0, 0",
    "c1ccccc1-c1ccccc1, C12H10, 154.212, 2, 2, 0, 0, 1, 0",
    "c1ccccc1c1ccccc1, C12H10, 154.212, 2, 2, 0, 0, 1, 0",
    "C1CC2CCC1CC2, C8H14, 110.200, 2, 0, 0, 0, 0, 0",
    "C12C3C4C1C5C2C3C45, C8H8, 104.152, 5, 0, 0, 0, 0, 0",
    "N[C@@H](C)C(=O)O, C3H7NO2, 89.094, 0, 0, 2, 3, 1, 63.32",
    "C/C=C\\C, C4H8, 56.108, 0, 0, 0, 0, 0, 0",
    "[2H]O[2H], H2O, 18.015, 0, 0, 1, 1, 0, -1",
    "CS(C)=O, C2H6OS, 78.129, 0, 0, 0, 1, 0, 17.07",
    "OS(=O)(=O)O, H2O4S, 98.072, 0, 0, 2, 4, 0, 74.60",
    "c1cc[nH]c1, C4H5N, 67.091, 1, 1, 1, 1, 0, 15.79",
    "C%12CCCCC%12, C6H12, 84.162, 1, 0, 0, 0, 0, 0",
    "C%(123)CC%(123), C3H6, 42.081, 1, 0, 0, 0, 0, 0"
  })
  void knownMoleculesHaveTheirTextbookFigures(
      String smiles,
      String formula,
      double mass,
      double rings,
      double aromatic,
      double donors,
      double acceptors,
      double rotatable,
      double area) {
    Molecule molecule = Molecule.parse(smiles);
    SequencedMap<String, Double> d = Descriptors.of(molecule);
    assertEquals(formula, molecule.formula().replaceAll("[+-]$", ""));
    assertEquals(mass, molecule.molarMass(), 0.01);
    assertEquals(rings, d.get("rings"));
    assertEquals(aromatic, d.get("aromatic_rings"));
    assertEquals(donors, d.get("donors"));
    assertEquals(acceptors, d.get("acceptors"));
    assertEquals(rotatable, d.get("rotatable_bonds"));
    if (area >= 0) {
      assertEquals(area, d.getOrDefault("polar_surface", -1.0), 0.011);
    }
  }

  @Test
  void indicesOfSmallGraphsAreThePublishedOnes() {
    Topology butane = Topology.of(Molecule.parse("CCCC"));
    assertEquals(10, butane.wiener());
    assertEquals(1.975, butane.balaban(), 0.001);
    assertEquals(4, butane.kappa1());
    assertEquals(3, butane.kappa2());
    Topology benzene = Topology.of(Molecule.parse("c1ccccc1"));
    assertEquals(27, benzene.wiener());
    assertEquals(2, benzene.balaban(), 1e-12);
    assertEquals(6 * 25.0 / 36, benzene.kappa1(), 1e-12);
    Topology isobutane = Topology.of(Molecule.parse("CC(C)C"));
    assertEquals(9, isobutane.wiener());
    assertEquals(2.324, isobutane.balaban(), 0.001);
    assertEquals(4 * 9.0 / 9, isobutane.kappa1());
    assertEquals(3 * 4.0 / 9, isobutane.kappa2(), 1e-12);
    assertEquals(2, Topology.of(Molecule.parse("CC.CC")).wiener());
  }

  /** By hand from the published contributions of the atoms. */
  @Test
  void lipophilicityIsTheSumOfItsAtoms() {
    assertEquals(6 * (0.1581 + 0.123), Lipophilicity.of(Molecule.parse("c1ccccc1")).logP(), 1e-9);
    assertEquals(
        0.1441 - 0.2035 + 5 * 0.123 - 0.2893 - 0.2677,
        Lipophilicity.of(Molecule.parse("CCO")).logP(),
        1e-9);
  }

  @Test
  void oneMoleculeInTwoWritingsIsTheSame() {
    String[][] pairs = {
      {"OCC", "CCO"},
      {"C1=CC=CC=C1C#N", "N#Cc1ccccc1"},
      {"[H]C([H])([H])C", "CC"},
      {"c1cc2nsnc2cc1", "C1=CC2=NSN=C2C=C1"},
      {"C1CCCCC1", "C2CCCCC2"},
      {"CC.O", "O.CC"}
    };
    for (String[] pair : pairs) {
      Molecule one = Molecule.parse(pair[0]);
      Molecule two = Molecule.parse(pair[1]);
      SequencedMap<String, Double> a = Descriptors.of(one);
      SequencedMap<String, Double> b = Descriptors.of(two);
      a.forEach((name, value) -> assertEquals(value, b.getOrDefault(name, -1.0), 1e-9, pair[0] + " " + name));
      assertEquals(1, Fingerprint.of(one).similarity(Fingerprint.of(two)), pair[0]);
    }
  }

  @Test
  void likerMoleculesHaveLikerFingerprints() {
    Fingerprint ethanol = Fingerprint.of(Molecule.parse("CCO"));
    double propanol = ethanol.similarity(Fingerprint.of(Molecule.parse("CCCO")));
    double benzene = ethanol.similarity(Fingerprint.of(Molecule.parse("c1ccccc1")));
    assertTrue(propanol > benzene && benzene == 0, propanol + " " + benzene);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "hello", "C(", "C)", "C1CC", "C=", "=C", "[C", "[Xx]", "C11", "C(C", "CC..C", "12",
        "C=1CC#1", "VC", "none", "C%1", "[C+99]", "."
      })
  void whatIsNoSmilesIsRefusedWithItsPlace(String text) {
    CellwrightException refusal =
        assertThrows(CellwrightException.class, () -> Molecule.parse(text));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
    assertTrue(refusal.what().contains("character"), refusal.what());
  }
}
