package dev.assent.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.assent.testing.rules.ArchitectureRules;

@AnalyzeClasses(packages = "dev.assent.bench", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests SHARED = ArchTests.in(ArchitectureRules.class);

  @ArchTest
  static final ArchRule MEASURES_FROM_OUTSIDE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.assent.lifecycle..",
              "dev.assent.gateway..",
              "dev.assent.approval..",
              "dev.assent.notifier..",
              "dev.assent.standalone..")
          .because("a figure is worth something only when it was taken as any client could");
}
