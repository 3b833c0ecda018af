package dev.assent.bench.torture;

/// How a program speaks to the node.
enum Way {
  HTTP,
  KAFKA
}
