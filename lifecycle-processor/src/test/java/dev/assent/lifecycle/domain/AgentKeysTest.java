package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Scenario.given;

import dev.assent.contract.Plan;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Status;
import org.junit.jupiter.api.Test;

/// What the key of a service account may do besides its agent's steps.
class AgentKeysTest {
  private static final Plan PLAIN = Plans.plain(agent("work").step());
  private static final Plan GATED = Plans.of(agent("work").step(), human("gate").step());

  @Test
  void anAgentSubmitsAsTheAgentItIsAndEndsWhatItBegan() {
    given(Ask.submit(GATED).from(Actor.WORKING_AGENT.id()).by(Actor.WORKING_AGENT))
        .when(Ask.cancel().by(Actor.OTHER_AGENT))
        .thenRejected(Code.NOT_ALLOWED)
        .when(Ask.cancel().by(Actor.WORKING_AGENT))
        .then("IntentCanceled");
  }

  @Test
  void anAgentNeverSubmitsForAnother() {
    given()
        .when(Ask.submit(PLAIN).by(Actor.WORKING_AGENT))
        .thenRejected(Code.NOT_ALLOWED, "from 'deploy-pipeline'");
  }

  @Test
  void anAgentEndsThePlainIntentThatItWorksForAndNoOther() {
    given(Ask.submit(PLAIN))
        .when(Ask.resolve(Status.COMPLETED).by(Actor.WORKING_AGENT))
        .then("IntentCompleted");
    given(Ask.submit(GATED))
        .when(Ask.resolve(Status.COMPLETED).by(Actor.WORKING_AGENT))
        .thenRejected(Code.NOT_ALLOWED);
  }

  @Test
  void aKeyThatOnlyWorksNeitherSubmitsNorEnds() {
    given()
        .when(Ask.submit(PLAIN).from(Actor.AGENT.id()).by(Actor.AGENT))
        .thenRejected(Code.NOT_ALLOWED);
    given(Ask.submit(PLAIN)).when(Ask.cancel().by(Actor.AGENT)).thenRejected(Code.NOT_ALLOWED);
  }

  @Test
  void anAgentThatSubmitsStillDecidesNothing() {
    given(Ask.submit(Plans.of(human("gate").step())))
        .when(decide(Actor.WORKING_AGENT, "approved"))
        .thenRejected(Code.NOT_ALLOWED);
  }
}
