package dev.assent.testing.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// The borders inside the modules, the same for all of them. A module's own test applies them:
///
/// ```java
/// @AnalyzeClasses(packages = "dev.assent.gateway", importOptions = DoNotIncludeTests.class)
/// class ArchitectureTest {
///   @ArchTest static final ArchTests SHARED = ArchTests.in(ArchitectureRules.class);
/// }
/// ```
///
/// A rule about a package that a module does not have holds there.
public final class ArchitectureRules {
  private static final String CONTRACT = "dev.assent.contract..";
  private static final String WIRE = "dev.assent.wire..";
  private static final String PLATFORM = "dev.assent.platform..";

  /// Where records travel.
  private static final String[] KAFKA_SHELLS = {
    WIRE,
    "dev.assent.platform.bus..",
    "dev.assent.platform.deadletters..",
    "dev.assent.platform.directory..",
    "dev.assent.platform.kafka..",
    "dev.assent.platform.keys..",
    "dev.assent.platform.settings..",
    "dev.assent.platform.streams..",
    "dev.assent.platform.views..",
    "dev.assent.platform.webhooks..",
    "dev.assent.lifecycle.stream..",
    "dev.assent.lifecycle.feed..",
    "dev.assent.notifier.outbox..",
    "dev.assent.notifier.stream..",
    "dev.assent.gateway.view..",
    "dev.assent.approval.view..",
    "dev.assent.registry..",
    "dev.assent.standalone..",
    "dev.assent.cli..",
    "dev.assent.bench.measure..",
    "dev.assent.bench.rounds.."
  };

  /// Programs that do one thing and end.
  private static final String[] CLIENTS = {"dev.assent.standalone.demo..", "dev.assent.bench.."};

  /// What decides and what plans: functions of their arguments.
  private static final String[] PURE = {
    CONTRACT,
    "dev.assent.lifecycle.domain..",
    "dev.assent.notifier.plan..",
    "dev.assent.notifier.route.."
  };

  private static final DescribedPredicate<JavaClass> GENERATED =
      resideInAnyPackage("dev.assent.wire.avro..");

  private static final String KEY = "dev.assent.wire.directory.DirectoryEntry$Key";

  private ArchitectureRules() {}

  @ArchTest static final ArchTests LAYERS = ArchTests.in(Layers.class);

  @ArchTest
  public static final ArchRule LOCAL_STORES_ARE_CHECKED =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.assent\\.platform\\.streams\\.(LocalStores|CheckedStore).*")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Stores.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.streams.state.internals..")
          .allowEmptyShould(true)
          .as("only LocalStores makes stores, and only CheckedStore knows Kafka Streams' own")
          .because("their iterators take damage on the disk for the end: use LocalStores.store");

  @ArchTest
  public static final ArchRule WHAT_A_KEYS_OWNER_HOLDS_IS_SAID_IN_ONE_PLACE =
      noClasses()
          .that()
          .haveNameNotMatching(
              "dev\\.assent\\.(platform\\.directory\\.Identities" // says it
                  + "|wire\\.directory\\.Directory(Codec|Entry\\$Key)" // carry it
                  + "|gateway\\.access\\.Keys" // shows a key to who manages keys
                  + "|gateway\\.access\\.EmailSessions)") // what signing in gave it
          .should()
          .callMethod(KEY, "scopes")
          .orShould()
          .callMethod(KEY, "roles")
          .allowEmptyShould(true)
          .as("only Identities reads of a key what its owner holds")
          .because(
              "what a person holds changes while their keys stay: ask Identities, with each"
                  + " request, and keep whose the key is");

  @ArchTest
  public static final ArchRule THE_CONTRACT_KNOWS_JAVA_ONLY =
      classes()
          .that()
          .resideInAPackage(CONTRACT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify.annotations..", CONTRACT)
          .allowEmptyShould(true)
          .because(
              "every module speaks it, and it outlives every library: put what needs a library"
                  + " into wire, or where it is used");

  @ArchTest
  public static final ArchRule THE_CONTRACT_NEVER_CHANGES_A_VALUE =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(CONTRACT)
          .should()
          .beFinal()
          .allowEmptyShould(true)
          .because("a value is shared between threads and modules: make a changed copy");

  @ArchTest
  public static final ArchRule PURE_PACKAGES_KNOW_JAVA_AND_THE_CONTRACT_ONLY =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify.annotations..",
              CONTRACT,
              "dev.assent.lifecycle.domain..",
              "dev.assent.notifier.plan..",
              "dev.assent.notifier.route..")
          .allowEmptyShould(true)
          .because(
              "what knows no library and no transport can be tested in microseconds and replayed"
                  + " for ever: do the rest in the shell, and pass the value in");

  @ArchTest
  public static final ArchRule PURE_PACKAGES_READ_NO_CLOCK_AND_THROW_NO_DICE =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .accessTargetWhere(clockOrChance())
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Random.class)
          .allowEmptyShould(true)
          .because(
              "the same history must give the same state for ever: time, ids and chance come in"
                  + " with the command");

  /// What a view makes of each event. The view around it has the stores.
  private static final String FOLDS = "Fold|TaskView";

  @ArchTest
  public static final ArchRule A_FOLD_KNOWS_NO_TRANSPORT =
      noClasses()
          .that()
          .haveNameMatching(".*\\.view\\..*(" + FOLDS + ")")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.avro..",
              "io.micronaut..",
              "org.slf4j..",
              WIRE,
              "dev.assent.platform.kafka..",
              "dev.assent.platform.views..")
          .orShould()
          .accessTargetWhere(clockOrChance())
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Random.class)
          .allowEmptyShould(true)
          .because(
              "a view is dropped and folded again from the events: the same events must give the"
                  + " same rows, whenever and wherever");

  @ArchTest
  public static final ArchRule AVRO_STAYS_IN_WIRE_AND_CODECS =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(WIRE, "dev.assent.registry..")
                      .or(describe("codecs", type -> outermost(type).endsWith("Codec")))))
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.apache.avro..").or(GENERATED))
          .allowEmptyShould(true)
          .because(
              "the wire form may change without anybody noticing: use the contract's types and the"
                  + " codecs of Wire");

  @ArchTest
  public static final ArchRule WHAT_IS_USED_AGAIN_IS_TAKEN_AND_GIVEN_BACK =
      fields()
          .that()
          .haveRawType(keepsHalfOfARecord())
          .should()
          .beDeclaredInClassesThat(simpleName("Output").or(resideInAnyPackage(CLIENTS)))
          .allowEmptyShould(true)
          .because(
              "an exception leaves half a record in it, which would come before the next one: let a"
                  + " Reused<Output> hold it");

  private static DescribedPredicate<JavaClass> keepsHalfOfARecord() {
    return describe(
        "an encoder, a decoder or a stream of bytes",
        type ->
            type.isAssignableTo("org.apache.avro.io.Encoder")
                || type.isAssignableTo("org.apache.avro.io.BinaryDecoder")
                || type.isAssignableTo(ByteArrayOutputStream.class));
  }

  @ArchTest
  public static final ArchRule THREAD_LOCALS_ARE_REUSED_OR_COUNTERS =
      fields()
          .that()
          .haveRawType(ThreadLocal.class)
          .should()
          .beDeclaredInClassesThat(
              simpleName("AvroFormat")
                  .or(simpleName("DrainedCommit"))
                  .or(simpleName("HandedOut"))
                  .or(simpleName("PolledBatches"))
                  .or(simpleName("Quiet")))
          .allowEmptyShould(true)
          .because(
              "what a thread keeps outlives the record that broke it: keep a Reused, or nothing");

  @ArchTest
  public static final ArchRule KAFKA_STAYS_IN_THE_SHELLS =
      noClasses()
          .that(not(resideInAnyPackage(KAFKA_SHELLS).or(simpleNameStartingWith("Kafka"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")
          .allowEmptyShould(true)
          .because(
              "how records travel is mechanism: a door sends through CommandBus and reads through"
                  + " Views; what must speak to Kafka itself is a shell, named Kafka… outside the"
                  + " packages of shells");

  @ArchTest
  public static final ArchRule MICRONAUT_STAYS_OUTSIDE =
      noClasses()
          .that()
          .resideInAnyPackage(
              CONTRACT,
              WIRE,
              PLATFORM,
              "dev.assent.lifecycle.domain..",
              "dev.assent.lifecycle.stream..",
              "dev.assent.notifier.plan..",
              "dev.assent.gateway.view..",
              "dev.assent.approval.view..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .allowEmptyShould(true)
          .because(
              "a framework starts and connects things and knows none of our rules: make the bean in"
                  + " the service's factory");

  @ArchTest
  public static final ArchRule ONLY_THE_PROCESSOR_WRITES_INTENTS =
      noClasses()
          .that()
          .resideInAPackage("dev.assent.lifecycle..")
          .and()
          .doNotHaveSimpleName("IntentStore")
          .should()
          .accessTargetWhere(storeWrite())
          .allowEmptyShould(true)
          .because(
              "state changes in one place, by what evolve returned, and when it is next due only"
                  + " by Timers.of of that: go through LifecycleProcessor");

  @ArchTest
  public static final ArchRule ONLY_WALL_CLOCK_CALLS_SCHEDULE =
      noClasses()
          .that(not(simpleName("WallClockCalls")))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(PunctuationType.class)
          .allowEmptyShould(true)
          .because(
              "what a task writes then would bear a time that a broker refuses once the clock was"
                  + " set back: use WallClockCalls.schedule");

  private static final String FILTER = "io.micronaut.http.annotation.ServerFilter";
  private static final Object[] EVERY_PATH = {"/**"};
  private static final String CONTROLLER = "io.micronaut.http.annotation.Controller";

  @ArchTest
  public static final ArchRule NO_CONTROLLER_USES_A_CONTROLLER =
      classes()
          .that()
          .areAnnotatedWith(CONTROLLER)
          .should()
          .onlyHaveDependentClassesThat(
              describe(
                  "are no other controllers",
                  type ->
                      type.getEnclosingClass().isPresent() || !type.isAnnotatedWith(CONTROLLER)))
          .allowEmptyShould(true)
          .because(
              "a controller is one way in: what two of them do the same is a class of its own"
                  + " beside them");

  @ArchTest
  public static final ArchRule FILTERS_SEE_EVERY_REQUEST =
      classes()
          .that()
          .areAnnotatedWith(FILTER)
          .should()
          .beAnnotatedWith(
              describe(
                  "the pattern /**",
                  annotation ->
                      annotation.getRawType().getName().equals(FILTER)
                          && annotation
                              .get("value")
                              .filter(found -> Arrays.equals((Object[]) found, EVERY_PATH))
                              .isPresent()))
          .allowEmptyShould(true)
          .because(
              "once any filter has another pattern, the framework looks all of them up for each"
                  + " request (DefaultRouter.findFilters): ask in the few calls that it is about");

  @ArchTest
  public static final ArchRule NO_STACK_TRACE_IS_PRINTED =
      noClasses()
          .should()
          .callMethod(Throwable.class, "printStackTrace")
          .allowEmptyShould(true)
          .because("a stack trace belongs in the log, once, where the failure is handled");

  @ArchTest
  public static final ArchRule ONLY_PROGRAMS_PRINT =
      noClasses()
          .that(
              not(
                  resideInAnyPackage("dev.assent.cli..", "dev.assent.standalone..")
                      .or(simpleName("TopicSetup"))
                      .or(simpleName("StartUp"))
                      .or(simpleName("NotifierApplication"))
                      .or(simpleName("StartUp"))
                      .or(simpleNameStartingWith("Console"))))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .allowEmptyShould(true)
          .because("a service logs; printing is for programs that people run");

  private static DescribedPredicate<JavaClass> simpleName(String name) {
    return describe("named " + name, type -> type.getSimpleName().equals(name));
  }

  private static String outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }

  private static DescribedPredicate<JavaAccess<?>> clockOrChance() {
    return describe(
        "is the clock, a dice or a wait",
        access -> {
          JavaClass owner = access.getTargetOwner();
          String name = access.getTarget().getName();
          boolean now = owner.getPackageName().equals("java.time") && name.equals("now");
          return now || IMPURE.contains(owner.getFullName() + "." + name);
        });
  }

  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Math.random",
          "java.lang.Thread.sleep",
          "java.util.UUID.randomUUID");

  private static final Set<String> WRITES = Set.of("put", "putAll", "putIfAbsent", "delete");

  private static DescribedPredicate<JavaAccess<?>> storeWrite() {
    return describe(
        "writes a store",
        access ->
            access.getTargetOwner().isAssignableTo(KeyValueStore.class)
                && WRITES.contains(access.getTarget().getName()));
  }
}
