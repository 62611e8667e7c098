package org.flatsearch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency directions between the packages of all modules, as architecture rules. */
@AnalyzeClasses(packages = "org.flatsearch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesDependInOneDirectionOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("json")
          .definedBy("org.flatsearch.json..")
          .layer("plugin")
          .definedBy("org.flatsearch.plugin..")
          .layer("spec")
          .definedBy("org.flatsearch.spec..")
          .layer("goal")
          .definedBy("org.flatsearch.goal..")
          .layer("schedule")
          .definedBy("org.flatsearch.schedule..")
          .layer("cost")
          .definedBy("org.flatsearch.cost..")
          .layer("search")
          .definedBy("org.flatsearch.search..")
          .layer("results")
          .definedBy("org.flatsearch.results..")
          .layer("experiments")
          .definedBy("org.flatsearch.experiments..")
          .whereLayer("json")
          .mayNotAccessAnyLayer()
          .whereLayer("plugin")
          .mayOnlyAccessLayers("json")
          .whereLayer("spec")
          .mayOnlyAccessLayers("json")
          .whereLayer("goal")
          .mayOnlyAccessLayers("json")
          .whereLayer("schedule")
          .mayOnlyAccessLayers("json", "spec")
          .whereLayer("cost")
          .mayOnlyAccessLayers("json", "plugin", "spec", "schedule")
          .whereLayer("search")
          .mayOnlyAccessLayers("json", "plugin", "spec", "goal", "schedule", "cost")
          .whereLayer("results")
          .mayOnlyAccessLayers("json", "plugin", "spec", "goal", "schedule", "cost")
          .whereLayer("experiments")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("org.flatsearch.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule strategiesSeeIntegersOnly =
      noClasses()
          .that()
          .resideInAPackage("org.flatsearch.search.strategy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.flatsearch.spec..",
              "org.flatsearch.schedule..",
              "org.flatsearch.cost..",
              "org.flatsearch.search.space..");

  @ArchTest
  static final ArchRule tilesKnowNothingOfTheModelThatUsesThem =
      noClasses()
          .that()
          .resideInAPackage("org.flatsearch.cost.loopnest.tile")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.flatsearch.cost.loopnest");

  @ArchTest
  static final ArchRule theWalkerDoesNotKnowTheClosedForm =
      noClasses()
          .that()
          .resideInAPackage("org.flatsearch.cost.walk..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.flatsearch.cost.loopnest..");
}
