package dev.assent.lifecycle;

import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.form.JsonSchemaForms;
import dev.assent.lifecycle.stream.LifecycleConfig;
import dev.assent.lifecycle.stream.LifecycleEngine;
import dev.assent.lifecycle.stream.StepTokens;
import dev.assent.platform.http.HttpGuard;
import dev.assent.platform.http.Operators;
import dev.assent.service.health.LagGauge;
import dev.assent.wire.connection.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Puts the service together.
@Factory
final class LifecycleFactory {

  @Singleton
  HttpGuard guard() {
    return HttpGuard.OF_OPERATORS;
  }

  @Singleton
  LifecycleConfig config(Environment environment) {
    LifecycleConfig standard = LifecycleConfig.DEFAULT;
    return new LifecycleConfig(
        environment
            .getProperty("assent.lifecycle.threads", Integer.class)
            .orElse(standard.threads()),
        environment
            .getProperty("assent.lifecycle.takeover", Duration.class)
            .orElse(standard.takeover()),
        environment
            .getProperty("assent.lifecycle.standbys", Integer.class)
            .orElse(standard.standbys()));
  }

  @Singleton
  StepTokens tokens(Environment environment) {
    return environment
        .getProperty("assent.step-tokens.secret", String.class)
        .filter(secret -> !secret.isBlank())
        .map(StepTokens::of)
        .orElseGet(StepTokens::none);
  }

  @Singleton
  Operators operators(LifecycleEngine engine, @Value("${assent.open-metrics:false}") boolean open) {
    return new Operators(open, engine::directory);
  }

  @Context
  @Bean(preDestroy = "close")
  LifecycleEngine engine(
      Connection connection, LifecycleConfig config, StepTokens tokens, MeterRegistry meters) {
    Decider decider = new Decider(new JsonSchemaForms());
    LifecycleEngine engine =
        new LifecycleEngine(connection, config, tokens, decider::decide, meters);
    engine
        .reads()
        .forEach(
            topic ->
                LagGauge.register(
                    meters, "lifecycle-processor", topic, () -> engine.behind(topic)));
    engine.start();
    return engine;
  }
}
