package dev.assent.lifecycle.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The domain is pure.
class ArchitectureTest {
  private static final JavaClasses DOMAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.assent.lifecycle.domain");

  @Test
  void theDomainKnowsJavaAndTheContractOnly() {
    classes()
        .that()
        .resideInAPackage("dev.assent.lifecycle.domain")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.time..",
            "java.util..",
            "dev.assent.contract..",
            "dev.assent.lifecycle.domain",
            "org.jspecify.annotations")
        .because(
            "rules that know a library or a transport cannot be replayed without it: pass the value"
                + " in, or do it in the shell")
        .check(DOMAIN);
  }

  @Test
  void theDomainReadsNoClockAndThrowsNoDice() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Random.class)
        .because(
            "the same history must give the same state for ever: time, ids and chance enter with"
                + " the command")
        .check(DOMAIN);
  }
}
