package org.cellwright.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. Maven holds those between modules; these hold the rest. */
@AnalyzeClasses(packages = "org.cellwright", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "org.cellwright.core..";
  private static final String SCIENCE = "org.cellwright.science..";
  private static final String PLATFORM = "org.cellwright.platform..";
  private static final String CLI = "org.cellwright.cli..";

  @ArchTest
  static final ArchRule coreKnowsOnlyItself =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SCIENCE, PLATFORM, CLI);

  @ArchTest
  static final ArchRule scienceKnowsCore =
      noClasses()
          .that()
          .resideInAPackage(SCIENCE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PLATFORM, CLI);

  @ArchTest
  static final ArchRule scienceKnowsNoPathNetworkOrDatabase =
      noClasses()
          .that()
          .resideInAPackage(SCIENCE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "javax.sql..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.File");

  @ArchTest
  static final ArchRule platformSeesOfScienceOnlyPlannerAndMolecules =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM)
          .should()
          .dependOnClassesThat(
              resideInAPackage(SCIENCE)
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.cellwright.science.planner",
                              "org.cellwright.science.molecule",
                              "org.cellwright.science.planner.backtest"))));

  @ArchTest
  static final ArchRule platformDoesNotKnowTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule numericsKnowsNoOtherRoom =
      noClasses()
          .that()
          .resideInAPackage("org.cellwright.science.numerics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.cellwright.science.cell..", "org.cellwright.science.planner..");

  @ArchTest
  static final ArchRule plannerKnowsNothingOfCells =
      noClasses()
          .that()
          .resideInAPackage("org.cellwright.science.planner..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.cellwright.science.cell..");

  @ArchTest
  static final ArchRule moleculeKnowsOnlyNumerics =
      noClasses()
          .that()
          .resideInAPackage("org.cellwright.science.molecule..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.cellwright.science.cell..", "org.cellwright.science.planner..");

  @ArchTest
  static final ArchRule cellKnowsNothingOfPlanning =
      noClasses()
          .that()
          .resideInAPackage("org.cellwright.science.cell..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.cellwright.science.planner..");

  @ArchTest
  static final ArchRule archiveKnowsNothingOfCampaigns =
      noClasses()
          .that()
          .resideInAPackage("org.cellwright.platform.archive..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.cellwright.platform.campaign..", SCIENCE);

  @ArchTest static final ArchRule cellShowsOnlyItsRoot = onlyItsRoot("org.cellwright.science.cell");

  @ArchTest
  static final ArchRule plannerShowsOnlyItsRoot = onlyItsRoot("org.cellwright.science.planner");

  @ArchTest
  static final ArchRule archiveShowsOnlyItsRoot = onlyItsRoot("org.cellwright.platform.archive");

  @ArchTest
  static final ArchRule campaignShowsOnlyItsRoot = onlyItsRoot("org.cellwright.platform.campaign");

  @ArchTest
  static final ArchRule unitsAreConvertedInCoreAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tech.units..", "javax.measure..", "si.uom..", "systems.uom..");

  @ArchTest
  static final ArchRule namesAreTheFields =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl")
          .andShould(
              com.tngtech.archunit.lang.conditions.ArchConditions.resideOutsideOfPackages(
                  "..util..", "..utils..", "..helper..", "..manager..", "..impl..", "..common.."));

  /** A room's sub-packages are its own affair, but for back-tests, which are a room for others. */
  private static ArchRule onlyItsRoot(String room) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(room + "..").and(not(resideInAnyPackage(room, room + ".backtest"))))
        .allowEmptyShould(true);
  }
}
