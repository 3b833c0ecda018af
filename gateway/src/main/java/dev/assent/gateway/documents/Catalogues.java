package dev.assent.gateway.documents;

import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.catalogue.CodesSent;
import dev.assent.gateway.catalogue.Grant;
import dev.assent.gateway.catalogue.Invite;
import dev.assent.gateway.catalogue.PayloadSchema;
import dev.assent.gateway.catalogue.PostedEvent;
import dev.assent.gateway.catalogue.Profile;
import dev.assent.gateway.catalogue.SignIn;
import dev.assent.gateway.catalogue.Upload;
import dev.assent.gateway.catalogue.User;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.service.edge.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The small catalogues, and who may read and write them.
@Singleton
public final class Catalogues {
  private static final Scope[] READERS = {
    Scope.INITIATOR, Scope.AGENT, Scope.APPROVER, Scope.AUDITOR
  };
  private static final int OWNER_LENGTH_MIN = 3;
  private static final Scope[] WRITERS = {Scope.INITIATOR, Scope.AGENT, Scope.APPROVER};

  private final Documents<User> users;
  private final Documents<Invite> invites;
  private final Documents<Upload> uploads;
  private final Documents<Upload.Content> contents;
  private final Documents<PayloadSchema> schemas;
  private final Documents<SignIn> signIns;
  private final Documents<CodesSent> codesSent;
  private final Documents<Grant> grants;
  private final Documents<Profile> profiles;
  private final Documents<Subscription> subscriptions;
  private final Documents<PostedEvent> postedEvents;

  Catalogues(Directory directory, Clock clock) {
    users = new Documents<>(directory, clock, "users", User.class);
    invites = new Documents<>(directory, clock, "invites", Invite.class);
    uploads = new Documents<>(directory, clock, "uploads", Upload.class);
    contents = new Documents<>(directory, clock, "upload-contents", Upload.Content.class);
    schemas = new Documents<>(directory, clock, "schemas", PayloadSchema.class);
    signIns = new Documents<>(directory, clock, "sign-ins", SignIn.class);
    codesSent = new Documents<>(directory, clock, "sign-in-codes", CodesSent.class);
    grants = new Documents<>(directory, clock, "grants", Grant.class);
    profiles = new Documents<>(directory, clock, "profiles", Profile.class);
    subscriptions = new Documents<>(directory, clock, Subscription.COLLECTION, Subscription.class);
    postedEvents = new Documents<>(directory, clock, "posted-events", PostedEvent.class);
  }

  public static void requireReader(Caller caller, String what) {
    caller.require(what, READERS);
  }

  public static void requireWriter(Caller caller, String what) {
    caller.require(what, WRITERS);
  }

  /// Whose thing it is, in its maker's words.
  public static String ownerAgent(Fields fields) {
    String owner = fields.text("owner_agent", Limits.NAME_LENGTH_MAX);
    if (owner.length() < OWNER_LENGTH_MIN) {
      throw fields.wrong(
          "at least " + OWNER_LENGTH_MIN + " characters", "owner_agent", "got " + owner.length());
    }
    return owner;
  }

  public Documents<User> users() {
    return users;
  }

  public Documents<Invite> invites() {
    return invites;
  }

  public Documents<Upload> uploads() {
    return uploads;
  }

  public Documents<Upload.Content> contents() {
    return contents;
  }

  public Documents<PayloadSchema> schemas() {
    return schemas;
  }

  public Documents<SignIn> signIns() {
    return signIns;
  }

  public Documents<CodesSent> codesSent() {
    return codesSent;
  }

  public Documents<Grant> grants() {
    return grants;
  }

  public Documents<Profile> profiles() {
    return profiles;
  }

  public Documents<Subscription> subscriptions() {
    return subscriptions;
  }

  public Documents<PostedEvent> postedEvents() {
    return postedEvents;
  }
}
