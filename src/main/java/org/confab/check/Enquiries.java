package org.confab.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.confab.call.UrlPolicies;
import org.confab.clock.Clock;
import org.confab.clock.VertxClock;
import org.confab.config.Settings;
import org.confab.http.Attempts;
import org.confab.http.HttpFailure;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.HttpRequests;
import org.confab.http.Limits;
import org.confab.http.PlainUrl;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.confab.network.AddressGuard;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.UrlOptions;

/** Requests one after the other, guarded, signed and repeated as those of the service. All of it blocks. */
final class Enquiries implements AutoCloseable {

  private static final int MAX_REDIRECTS = 3;

  /** A reply, and how long it took. */
  record Answer(HttpReply reply, Duration took) {}

  /** There is no reply; the message names the URL, without its query, and says why. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    Unanswered(String message) {
      super(message, null, false, false);
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Signer signer;
  private final int maxSound;
  private final HttpRequests http;
  private final Attempts attempts;

  Enquiries(Signer signer, Settings settings) {
    Clock clock = new VertxClock(vertx);
    this.signer = signer;
    this.maxSound = settings.sounds().maxSize();
    this.http = new HttpRequests(vertx, clock, new AddressGuard(settings.http().allow()));
    this.attempts = new Attempts(http, clock);
  }

  Answer ask(Lead lead) throws Unanswered {
    UrlOptions options = UrlOptions.of(lead.link().url());
    RetryPolicy policy = UrlPolicies.of(options);
    boolean sound = lead.kind() == Lead.Kind.SOUND;
    Limits limits = new Limits(policy.connect(), policy.read(), policy.total(), sound ? maxSound : AnswerDocuments.LARGEST);
    Instant asked = Instant.now();
    try {
      HttpRequest request = new HttpRequest(lead.method().name(), URI.create(options.url()), lead.parameters(), sound ? Signer.NONE : signer, Map.of(),
          limits, lead.kind() == Lead.Kind.TOLD ? 0 : MAX_REDIRECTS, lead.link().trusted());
      Future<HttpReply> sending = sound ? http.send(request) : attempts.send(request, policy);
      HttpReply reply = sending.await(policy.total().toMillis() + 5000, TimeUnit.MILLISECONDS);
      return new Answer(reply, Duration.between(asked, Instant.now()));
    } catch (HttpFailure failure) {
      throw new Unanswered(failure.getMessage());
    } catch (TimeoutException late) {
      throw new Unanswered(PlainUrl.of(lead.link().url()) + ": no reply within " + policy.total().toSeconds() + " s");
    }
  }

  @Override
  public void close() {
    http.close().eventually(vertx::close);
  }
}
