package dev.assent.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may know what (ADR 0041). The first word below `dev.assent` names a layer; each knows
/// itself and those listed beside it, and Maven's dependencies say the same more coarsely.
final class Layers {
  private static final String ROOT = "dev.assent.";
  private static final List<String> SCHEMAS = List.of("contract", "wire");
  private static final List<String> GROUND = and(SCHEMAS, "platform");

  private static final List<String> SERVICE = and(GROUND, "service");

  private static final List<String> NODE =
      and(SERVICE, "lifecycle", "gateway", "approval", "notifier", "registry", "client", "cli");

  private static final Map<String, List<String>> BELOW =
      Map.ofEntries(
          Map.entry("testing", List.of()),
          Map.entry("contract", List.of()),
          Map.entry("wire", List.of("contract")),
          Map.entry("platform", SCHEMAS),
          Map.entry("service", GROUND),
          Map.entry("lifecycle", SERVICE),
          Map.entry("gateway", SERVICE),
          Map.entry("approval", SERVICE),
          Map.entry("notifier", SERVICE),
          Map.entry("client", List.of()),
          Map.entry("cli", and(GROUND, "client")),
          Map.entry("registry", GROUND),
          Map.entry("standalone", NODE),
          Map.entry("bench", and(GROUND, "cli", "testing")),
          Map.entry("launcher", and(NODE, "standalone", "bench")));

  private Layers() {}

  @ArchTest
  static final ArchRule A_LAYER_KNOWS_THOSE_BELOW_IT =
      classes()
          .should(knowOnlyLayersBelow())
          .because(
              "what is below can be understood, tested and replaced without what is above: move"
                  + " what both need down, or pass it in; a new layer gets a row in Layers");

  @ArchTest
  static final ArchRule NO_PACKAGE_COMES_BACK_TO_ITSELF =
      slices()
          .matching(ROOT + "(**)")
          .should()
          .beFreeOfCycles()
          .because(
              "packages that need each other are one package: move the type that both need below"
                  + " them, or the one that points upwards to where it points");

  private static ArchCondition<JavaClass> knowOnlyLayersBelow() {
    return new ArchCondition<>("know only the layers below their own") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String mine = layer(type).orElseThrow();
        List<String> below = BELOW.get(mine);
        if (below == null) {
          events.add(SimpleConditionEvent.violated(type, "no row in Layers for " + type.getName()));
          return;
        }
        type.getDirectDependenciesFromSelf().stream()
            .filter(
                known ->
                    layer(known.getTargetClass())
                        .filter(other -> !other.equals(mine) && !below.contains(other))
                        .isPresent())
            .forEach(
                known -> events.add(SimpleConditionEvent.violated(type, known.getDescription())));
      }
    };
  }

  private static Optional<String> layer(JavaClass type) {
    return Optional.of(type.getPackageName() + ".")
        .filter(name -> name.startsWith(ROOT))
        .map(name -> name.substring(ROOT.length(), name.indexOf('.', ROOT.length())));
  }

  private static List<String> and(List<String> layers, String... more) {
    List<String> all = new ArrayList<>(layers);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
