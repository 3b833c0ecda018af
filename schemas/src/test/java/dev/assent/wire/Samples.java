package dev.assent.wire;

import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.SignerKey;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.json.CanonicalJson;
import dev.assent.wire.notification.NotificationOutcome;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Random values of the contract, the same for the same seed. Instants and durations have
/// microsecond precision, as everywhere in Assent.
public final class Samples {
  private static final String[] WORDS = {
    "validate",
    "approve",
    "sre-oncall",
    "Genehmigung für Ä",
    "承認",
    "😀 ok",
    "a\"b\\c\n",
    "",
    "x y",
    "é"
  };

  private final Random random;

  public Samples(long seed) {
    random = new Random(seed);
  }

  public Asked asked() {
    return asked(any(Command.Request.class));
  }

  public Asked asked(Command command) {
    return new Asked(
            commandId(),
            intentId(),
            instant(),
            any(Principal.class),
            any(Door.class),
            maybe(random.nextInt(64)),
            maybe(hash()),
            command)
        .advised(any(Advice.class));
  }

  public Happened happened() {
    return any(Happened.class);
  }

  public Happened happened(Event... events) {
    Happened any = happened();
    return new Happened(
        any.intent(),
        any.workspace(),
        any.firstSeq(),
        any.at(),
        any.actor(),
        any.door(),
        any.cause(),
        any.body(),
        List.of(events));
  }

  public Result result() {
    return any(Result.class);
  }

  public Delivery delivery() {
    return any(Delivery.class);
  }

  public AuditRecord audit() {
    return any(AuditRecord.class);
  }

  public DirectoryEntry directoryEntry() {
    return any(DirectoryEntry.class);
  }

  public NotificationOutcome notificationOutcome() {
    return any(NotificationOutcome.class);
  }

  public Principal principal() {
    return any(Principal.class);
  }

  /// A plan whose ids differ and whose entry exists; sometimes a plain one.
  public Plan plan() {
    boolean plain = random.nextInt(4) == 0;
    List<Plan.Step> steps = new ArrayList<>();
    int count = plain ? 1 : 1 + random.nextInt(6);
    while (steps.size() < count) {
      Plan.Step step = plain ? any(Plan.Step.Agent.class) : any(Plan.Step.class);
      if (steps.stream().noneMatch(other -> other.id().equals(step.id()))) {
        steps.add(step);
      }
    }
    StepId entry = steps.get(random.nextInt(steps.size())).id();
    return new Plan(maybe(any(Plan.PolicyRef.class)), entry, steps, plain);
  }

  public IntentId intentId() {
    IntentId root = IntentId.root(random.nextLong(), random.nextLong());
    return random.nextBoolean() ? root : root.step(1 + random.nextInt(0xFFFF));
  }

  public CommandId commandId() {
    return new CommandId(new UUID(random.nextLong(), random.nextLong()));
  }

  public Hash hash() {
    return Hash.of(Long.toString(random.nextLong()));
  }

  public Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(4_000_000_000L), 1_000L * random.nextInt(1_000_000));
  }

  public Duration duration() {
    return Duration.ofNanos(1_000 * (1 + random.nextLong(315_000_000_000_000L)));
  }

  public Json json() {
    return CanonicalJson.canonical(
        "{\"n\":" + random.nextLong() + ",\"t\":" + Json.quote(text()) + "}");
  }

  public String text() {
    return WORDS[random.nextInt(WORDS.length)]
        + (random.nextBoolean() ? "" : random.nextInt(1_000));
  }

  private String name() {
    return "n" + Integer.toString(random.nextInt(1_000_000), 36);
  }

  /// A random value of a type of the contract; of a sealed type, any of its permitted types.
  public <T> T any(Class<T> type) {
    return type.cast(value(type));
  }

  /// Every concrete type below a sealed one.
  public static List<Class<?>> permitted(Class<?> type) {
    Class<?>[] below = type.getPermittedSubclasses();
    return below == null
        ? List.of(type)
        : Arrays.stream(below).flatMap(each -> permitted(each).stream()).toList();
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (plain.isSealed()) {
      List<Class<?>> choices = permitted(plain);
      return value(choices.get(random.nextInt(choices.size())));
    }
    Object special = special(plain);
    return special != null ? special : record(plain);
  }

  private @Nullable Object special(Class<?> type) {
    if (type == String.class) return text();
    if (type == int.class || type == Integer.class) return 1 + random.nextInt(1_000);
    if (type == short.class) return (short) random.nextInt(100);
    if (type == long.class) return random.nextLong();
    if (type == boolean.class) return random.nextBoolean();
    if (type == Instant.class) return instant();
    if (type == Duration.class) return duration();
    if (type == Json.class) return json();
    if (type == Hash.class) return hash();
    if (type == SignerKey.class) return new SignerKey(hash().hex());
    if (type == UUID.class) return new UUID(random.nextLong(), random.nextLong());
    if (type == double.class || type == Double.class) return random.nextDouble();
    if (type == IntentId.class) return intentId();
    if (type == CommandId.class) return commandId();
    if (type == StepId.class) return new StepId(name());
    if (type == Workspace.class) return new Workspace(name(), name());
    if (type == AgentAddress.class) return new AgentAddress(name(), name(), name());
    if (type == Plan.class) return plan();
    if (type == Reminders.class)
      return new Reminders(
          duration(), duration(), 1 + random.nextInt(9), maybe(any(Assignee.class)));
    if (type == HumanTask.class) return humanTask();
    if (type == Command.Resolve.class)
      return new Command.Resolve(
          random.nextBoolean() ? Status.COMPLETED : Status.CANCELED, json(), text());
    if (type == DirectoryEntry.Document.class)
      return new DirectoryEntry.Document(
          name(), any(Workspace.class), name(), json(), Set.of(text()), instant());
    if (type == Happened.class)
      return new Happened(
          intentId().root(),
          any(Workspace.class),
          1 + random.nextInt(1_000),
          instant(),
          principal(),
          any(Door.class),
          commandId(),
          maybe(hash()),
          events());
    return null;
  }

  /// With a verdict for each of its outcomes, or for none.
  private HumanTask humanTask() {
    List<String> outcomes = new ArrayList<>();
    List<TaskType.Verdict> verdicts = new ArrayList<>();
    boolean judged = random.nextBoolean();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      outcomes.add(text());
      if (judged) {
        verdicts.add(any(TaskType.Verdict.class));
      }
    }
    return new HumanTask(
        any(TaskType.class),
        text(),
        text(),
        outcomes,
        random.nextBoolean(),
        random.nextBoolean(),
        List.of(any(Assignee.class), any(Assignee.class)),
        maybe(json()),
        maybe(text()),
        verdicts,
        maybe(any(Shown.Proof.class)));
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      events.add(any(Event.class));
    }
    return events;
  }

  private Object container(ParameterizedType generic) {
    Type[] arguments = generic.getActualTypeArguments();
    Class<?> raw = (Class<?>) generic.getRawType();
    if (raw == Optional.class) {
      return random.nextBoolean() ? Optional.of(value(arguments[0])) : Optional.empty();
    }
    if (raw == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        map.put(value(arguments[0]), value(arguments[1]));
      }
      return map;
    }
    List<Object> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(arguments[0]));
    }
    if (raw == List.class) {
      return items;
    }
    if (raw == Set.class) {
      return new LinkedHashSet<>(items);
    }
    throw new IllegalStateException("expected a type of the contract, but got " + generic);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalStateException("expected a type of the contract, but got " + type);
    }
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i].getGenericType());
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }
}
