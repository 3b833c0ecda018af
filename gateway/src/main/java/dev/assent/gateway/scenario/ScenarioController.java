package dev.assent.gateway.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Result;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.agents.Agents;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Understandings;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Problem;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Commands;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Scenarios (contract section 2.7): agents, policy and the first intent in one request. Everything
/// in it can be repeated, so a request that broke off is simply sent again.
@Controller("/v1/scenarios")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class ScenarioController {
  /// Who holds a workflow's intent between its steps.
  private static final String HOLDER = "agent://agent_core";

  private final Commands commands;
  private final Directory directory;
  private final Agents agents;
  private final Understandings understandings;
  private final Policies policies;

  ScenarioController(
      Commands commands,
      Directory directory,
      Agents agents,
      Understandings understandings,
      Policies policies) {
    this.understandings = understandings;
    this.commands = commands;
    this.directory = directory;
    this.agents = agents;
    this.policies = policies;
  }

  @Post("/validate")
  String validate(Caller caller, HttpRequest<byte[]> request, @QueryValue Optional<String> strict) {
    Scenario.Compiled compiled = compile(caller.workspace(), Bodies.object(request));
    Understandings.Understanding understanding =
        compiled
            .scenario()
            .map(scenario -> understood(caller, scenario, compiled))
            .orElseGet(() -> new Understandings.Understanding(List.of(), compiled.warnings()));
    List<String> errors = new ArrayList<>(compiled.errors());
    if (Understandings.isSaid("strict", strict, false)) {
      understanding.warnings().forEach(warning -> errors.add(warning.toString()));
    }
    ObjectNode answer = Answers.ok().put("valid", errors.isEmpty());
    answer.set("errors", Answers.array(errors, ArrayNode::add));
    answer.putArray("warnings");
    return Answers.text(understanding.in(answer));
  }

  private Understandings.Understanding understood(
      Caller caller, Scenario scenario, Scenario.Compiled compiled) {
    return understandings.of(caller.workspace(), scenario.plan(1), compiled.warnings());
  }

  @Post("/apply")
  CompletableFuture<String> apply(
      Caller caller,
      HttpRequest<byte[]> request,
      @QueryValue Optional<String> strict,
      @QueryValue Optional<String> run,
      @QueryValue Optional<String> reason,
      @QueryValue Optional<String> owner) {
    boolean running = Understandings.isSaid("run", run, true);
    if (running) {
      caller.require("apply scenarios", Scope.INITIATOR);
    } else {
      caller.require("apply scenarios without beginning an intent", Scope.INITIATOR, Scope.POLICY);
    }
    ObjectNode body = Bodies.object(request);
    Scenario.Compiled compiled = compile(caller.workspace(), body);
    Scenario scenario = compiled.scenario().orElseThrow(() -> invalid(compiled.errors()));
    if (scenario.payload().bytes() > Limits.PAYLOAD_BYTES_MAX) {
      throw Refused.tooLarge(
          "a payload of at most " + Limits.PAYLOAD_BYTES_MAX + " bytes",
          "it has " + scenario.payload().bytes());
    }
    Understandings.Understanding understanding =
        understood(caller, scenario, compiled).strictly(strict);
    Optional<String> key = Lenient.idempotencyKey(caller.idempotencyKey(), body);
    body.remove("idempotency_key");
    Policies.Applied applied = policies.apply(caller, scenario, reason, owner);
    return provision(caller, scenario)
        .thenCompose(
            registered ->
                running
                    ? submit(
                        caller,
                        new Applying(scenario, applied, registered),
                        Commands.key(key, Idempotency.APPLY, body))
                    : register(caller, new Applying(scenario, applied, registered)))
        .thenApply(answer -> Answers.text(understanding.in(answer.put("ran", running))));
  }

  private Scenario.Compiled compile(Workspace workspace, ObjectNode bundle) {
    return ScenarioCompiler.compile(
        bundle,
        workspace,
        address -> directory.isRegistered(workspace, address),
        address -> Agents.isRegistrable(address, workspace));
  }

  private static Refused invalid(List<String> errors) {
    return new Refused(
        new Problem(
            422,
            "invalid_scenario",
            String.join("; ", errors),
            Map.of("errors", errors),
            Optional.empty()));
  }

  private CompletableFuture<List<Agents.Registered>> provision(Caller caller, Scenario scenario) {
    CompletableFuture<List<Agents.Registered>> all =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (Scenario.AgentEntry entry : scenario.agents()) {
      if (entry.create()) {
        all =
            all.thenCompose(
                done ->
                    agents
                        .register(
                            caller,
                            new Agents.NewAgent(
                                entry.name(),
                                entry.address(),
                                entry.displayName(),
                                entry.deliveryMode(),
                                new Agents.Posting(entry.callbackUrl(), entry.secret())))
                        .thenApply(
                            registered -> {
                              done.add(registered);
                              return done;
                            }));
      }
    }
    return all;
  }

  /// What is being applied.
  ///
  /// @param agents those that the scenario wants registered
  private record Applying(
      Scenario scenario, Policies.Applied policy, List<Agents.Registered> agents) {}

  /// Applies it and begins no intent.
  private CompletableFuture<ObjectNode> register(Caller caller, Applying applying) {
    return policies
        .put(caller, applying.policy())
        .thenApply(_ -> answer(applying, Optional.empty()));
  }

  private CompletableFuture<ObjectNode> submit(
      Caller caller, Applying applying, Optional<Stamp.Key> key) {
    Scenario scenario = applying.scenario();
    return commands
        .submit(
            caller.principal(),
            new Command.Submit(
                scenario.intentType(),
                scenario.correlationId().orElseGet(() -> UUID.randomUUID().toString()),
                caller.principal().id(),
                HOLDER,
                scenario.payload(),
                scenario.replyTo(),
                scenario.deadlineAt(),
                scenario.plan(applying.policy().now().version())),
            key)
        .thenCompose(
            accepted ->
                put(caller, applying.policy(), accepted)
                    .thenApply(_ -> answer(applying, Optional.of(accepted))));
  }

  /// A repeat of an earlier request does not undo what was applied after it.
  private CompletableFuture<Void> put(
      Caller caller, Policies.Applied policy, Result.Accepted accepted) {
    boolean stale =
        accepted.again()
            && policy
                .before()
                .filter(before -> before.appliedAt().isAfter(accepted.createdAt()))
                .isPresent();
    return stale ? CompletableFuture.completedFuture(null) : policies.put(caller, policy);
  }

  private static ObjectNode answer(Applying applying, Optional<Result.Accepted> begun) {
    Scenario scenario = applying.scenario();
    List<Agents.Registered> registered = applying.agents();
    String compileId = scenario.id() + "@" + applying.policy().now().version();
    ObjectNode answer = Answers.ok();
    answer.put("scenario_id", scenario.id());
    answer.put("compile_id", compileId).put("workflow_compile_id", compileId);
    begun.ifPresent(
        accepted ->
            answer
                .put("intent_id", accepted.intent().toString())
                .put("status", accepted.status().name())
                .put("idempotent", accepted.again())
                .put("created_at", accepted.createdAt().toString()));
    scenario.deadlineAt().ifPresent(at -> answer.put("deadline_at", at.toString()));
    ArrayNode provisioned = answer.putArray("agents_provisioned");
    for (Agents.Registered one : registered) {
      provisioned
          .addObject()
          .put("address", one.agent().name())
          .put("agent_address", one.agent().address().toString())
          .put("service_account_id", one.agent().id())
          .put("created", one.created());
    }
    ArrayNode roles = answer.putArray("agents");
    for (Scenario.AgentEntry entry : scenario.agents()) {
      boolean created =
          registered.stream()
              .anyMatch(one -> one.created() && one.agent().address().equals(entry.address()));
      roles
          .addObject()
          .put("role", entry.role())
          .put("address", entry.address().toString())
          .put("created", created);
    }
    return answer;
  }
}
