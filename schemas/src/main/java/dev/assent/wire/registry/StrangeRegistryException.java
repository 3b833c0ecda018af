package dev.assent.wire.registry;

/// The registry does not have our schemas under the ids that the data was written with: it was
/// emptied, or is another one. Nothing is registered there, since that would give them other ids.
public final class StrangeRegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StrangeRegistryException(String registry, String found) {
    super(
        "expected the schema registry at "
            + registry
            + " to have our schemas under the ids in the data, but "
            + found
            + ": it was emptied or is another one, and 'assent registry repair' brings them back");
  }

  private StrangeRegistryException(String message) {
    super(message);
  }

  /// It has none of our schemas, data is there, and their ids are written down nowhere.
  static StrangeRegistryException beforeAnythingWasKept(String registry) {
    return new StrangeRegistryException(
        "expected the schema registry at "
            + registry
            + " to have the schemas that the data here was written with, but it has none of them,"
            + " and their ids are not on assent.schemas: name the registry that gave them, or give"
            + " this one back what it had");
  }
}
