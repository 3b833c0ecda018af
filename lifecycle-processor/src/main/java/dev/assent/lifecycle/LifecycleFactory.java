package dev.assent.lifecycle;

import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.form.JsonSchemaForms;
import dev.assent.lifecycle.stream.LifecycleConfig;
import dev.assent.lifecycle.stream.LifecycleEngine;
import dev.assent.lifecycle.stream.StepTokens;
import dev.assent.wire.connection.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Puts the service together.
@Factory
final class LifecycleFactory {

  @Singleton
  Connection connection(Environment environment) {
    Map<String, String> kafka = new HashMap<>();
    environment
        .getProperties("assent.kafka.properties", StringConvention.RAW)
        .forEach((name, value) -> kafka.put(name, String.valueOf(value)));
    return Connection.read(name -> environment.getProperty(name, String.class), kafka);
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

  @Context
  @Bean(preDestroy = "close")
  LifecycleEngine engine(
      Connection connection, LifecycleConfig config, StepTokens tokens, MeterRegistry meters) {
    Decider decider = new Decider(new JsonSchemaForms());
    LifecycleEngine engine =
        new LifecycleEngine(connection, config, tokens, decider::decide, meters);
    engine.start();
    return engine;
  }
}
