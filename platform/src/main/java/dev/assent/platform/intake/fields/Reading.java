package dev.assent.platform.intake.fields;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// How a document was read: which fields of its objects somebody read, which ones were asked for,
/// and what its author is to be told. What nobody read has no effect, whoever wrote the reader.
final class Reading {
  private static final int NAME_LENGTH_SHOWN = 60;

  /// More of them help nobody, and whoever sends a request decides how many it has.
  private static final int WARNINGS_MAX = 100;

  private final IdentityHashMap<ObjectNode, Place> places = new IdentityHashMap<>();
  private final List<Place> inOrder = new ArrayList<>();
  private final List<Warning> told = new ArrayList<>();

  /// Words in the name of a field that asks for a person, whatever else it is called.
  private static final Pattern ASKS = Pattern.compile("approv|human|sign_?off", CASE_INSENSITIVE);

  /// One object of the document.
  static final class Place {
    private final ObjectNode node;
    private final String path;
    private final Set<String> read = new HashSet<>();
    private final Set<String> known = new HashSet<>();

    /// What there is by the published schema; [RequestSchema.Names#NONE] while nobody said.
    private RequestSchema.Names documented = RequestSchema.Names.NONE;

    private String what = "here";

    Place(ObjectNode node, String path) {
      this.node = node;
      this.path = path;
    }

    void read(String name) {
      read.add(name);
      known.add(name);
    }

    /// There is such a field, but so far it has no effect.
    void know(String name) {
      known.add(name);
    }

    /// All fields there are, and those that ask for a person.
    void know(RequestSchema.Names names) {
      documented = isClosed() ? documented.and(names) : names;
    }

    void unread(String name) {
      read.remove(name);
    }

    /// What the object turned out to be, for example `on an agent's step`.
    void is(String where) {
      what = where;
    }

    String at(String name) {
      return path.isEmpty() ? name : path + "." + name;
    }

    /// Whether all fields that there are have been named.
    private boolean isClosed() {
      return !documented.all().isEmpty();
    }

    private boolean isKnown(String name) {
      return known.contains(name) || documented.all().contains(name);
    }

    private Set<String> allKnown() {
      return RequestSchema.both(known, documented.all());
    }

    private List<String> undocumented() {
      return isClosed()
          ? read.stream()
              .filter(name -> !documented.all().contains(name))
              .map(this::at)
              .sorted()
              .toList()
          : List.of();
    }

    private List<Warning> unknown() {
      return unread().stream()
          .filter(warning -> !isKnown(warning.path().substring(at("").length())))
          .toList();
    }

    private List<Warning> unread() {
      return node.properties().stream()
          .filter(field -> !Fields.isMissing(field.getValue()))
          .map(Map.Entry::getKey)
          .filter(name -> !read.contains(name))
          .limit(WARNINGS_MAX)
          .map(name -> new Warning(at(shown(name)), sentence(name)))
          .toList();
    }

    /// Fields that nobody knows and that seem to ask for a person: told as *expected X, but Y*.
    private List<String> lostGates() {
      if (!isClosed()) {
        return List.of();
      }
      return node.properties().stream()
          .filter(field -> !Fields.isMissing(field.getValue()))
          .map(Map.Entry::getKey)
          .filter(name -> !isKnown(name) && seemsToAsk(name))
          .limit(WARNINGS_MAX)
          .map(
              name ->
                  "expected a field that asks for a person"
                      + Nearest.to(name, documented.gates())
                          .map(near -> ", as '" + near + "',")
                          .orElse("")
                      + " in '"
                      + at(shown(name))
                      + "', but there is no such field")
          .toList();
    }

    private boolean seemsToAsk(String name) {
      return Nearest.to(name, allKnown()).filter(documented.gates()::contains).isPresent()
          || (name.length() <= NAME_LENGTH_SHOWN && ASKS.matcher(name).find());
    }

    private String sentence(String name) {
      if (isKnown(name)) {
        return "it has no effect " + what;
      }
      return "there is no such field"
          + Nearest.to(name, allKnown())
              .map(nearest -> "; did you mean '" + nearest + "'? It has no effect")
              .orElse(", so it has no effect");
    }

    private static String shown(String name) {
      return name.length() <= NAME_LENGTH_SHOWN ? name : name.substring(0, NAME_LENGTH_SHOWN) + "…";
    }
  }

  Place place(ObjectNode node, String path) {
    return places.computeIfAbsent(
        node,
        _ -> {
          Place place = new Place(node, path);
          inOrder.add(place);
          return place;
        });
  }

  void tell(Warning warning) {
    if (told.size() < WARNINGS_MAX && !told.contains(warning)) {
      told.add(warning);
    }
  }

  List<String> undocumented() {
    return inOrder.stream().flatMap(place -> place.undocumented().stream()).toList();
  }

  List<String> lostGates() {
    return inOrder.stream().flatMap(place -> place.lostGates().stream()).toList();
  }

  /// Fields that nobody knows, in a document that was not read to its end.
  List<Warning> unknown() {
    List<Warning> all = new ArrayList<>(told);
    inOrder.stream().filter(Place::isClosed).forEach(place -> all.addAll(place.unknown()));
    return bounded(all);
  }

  /// What was told, and every field that nobody has read.
  List<Warning> warnings() {
    List<Warning> all = new ArrayList<>(told);
    inOrder.forEach(place -> all.addAll(place.unread()));
    return bounded(all);
  }

  private static List<Warning> bounded(List<Warning> all) {
    return all.stream().limit(WARNINGS_MAX).toList();
  }
}
