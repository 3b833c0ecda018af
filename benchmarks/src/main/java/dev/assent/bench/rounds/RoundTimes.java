package dev.assent.bench.rounds;

/// One round by the client's clock (`System.nanoTime`).
record RoundTimes(
    long begin,
    long submitAnswered,
    long delivered,
    long reportAnswered,
    long decide,
    long decisionAnswered,
    long completed) {}
