package dev.assent.platform.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where in a form something is. A walk over the form keeps it beside itself.
final class FormPath {
  private final List<String> names = new ArrayList<>();

  void into(String name) {
    names.add(name);
  }

  void out() {
    names.removeLast();
  }

  /// Goes to where a reference leads, and says where it was.
  List<String> jump(String reference) {
    List<String> before = List.copyOf(names);
    names.clear();
    Arrays.stream(reference.split("/", -1)).skip(1).forEach(names::add);
    return before;
  }

  void back(List<String> before) {
    names.clear();
    names.addAll(before);
  }

  UnfitFormException unfit(String found) {
    return new UnfitFormException(new FormSchema.Problem(String.join(".", names), found));
  }
}
