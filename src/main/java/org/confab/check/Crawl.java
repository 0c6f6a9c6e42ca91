package org.confab.check;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.config.Settings;
import org.confab.http.HttpReply;
import org.confab.http.Link;
import org.confab.http.PlainUrl;
import org.confab.http.Signer;
import org.confab.plivo.AnswerDocument;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.CallParameters;
import org.confab.plivo.CallStatus;
import org.confab.plivo.HangupParameters;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Reading;
import org.confab.plivo.SoundDocuments;
import org.confab.plivo.SoundReading;

/**
 * The documents of a whole application, found as a call would find them: from the answer URL by Redirect, by the action of GetDigits, GetInput and
 * Conference, with the callbacks, the sound documents and the sounds that they name. Each is requested once, with the guard and the signature of the
 * service; the application sees one call, whose caller leaves each conference by {@code *}.
 */
public final class Crawl {

  /**
   * @param depth    how many documents may lead to one that is asked for
   * @param requests how many requests are made at most
   * @param keys     what is pressed at every GetDigits and GetInput, one request for each
   * @param extended {@code callbacks.extended}
   */
  public record Options(int depth, int requests, List<String> keys, boolean extended) {
    public Options {
      keys = List.copyOf(keys);
    }
  }

  private final Settings settings;
  private final Terms terms;
  private final Options options;
  private final CallParameters call;
  private final Deque<Lead> ahead = new ArrayDeque<>();
  private final Set<String> known = new HashSet<>();
  private final List<Visit> visits = new ArrayList<>();
  private final Set<Difference> differences = new LinkedHashSet<>();
  private int notAsked;

  private Crawl(Settings settings, Terms terms, Options options, CallParameters call) {
    this.settings = settings;
    this.terms = terms;
    this.options = options;
    this.call = call;
  }

  /**
   * Asks; blocks until all is asked.
   *
   * @param url   the answer URL, which is the operator's own
   * @param terms whose {@code base} is not used
   * @param call  the call that is told of
   */
  public static Crawled of(URI url, HttpMethod method, Settings settings, Terms terms, Options options, CallParameters call, Signer signer) {
    Crawl crawl = new Crawl(settings, terms, options, call.withCallStatus(CallStatus.IN_PROGRESS));
    crawl.own(Lead.Kind.DOCUMENT, url, method, call.toMap());
    settings.answer().fallbackUrl().ifPresent(fallback -> crawl.own(Lead.Kind.DOCUMENT, fallback, HttpMethod.valueOf(settings.answer().fallbackMethod()),
        call.toMap()));
    try (Enquiries enquiries = new Enquiries(signer, settings)) {
      crawl.run(enquiries);
      settings.answer().hangupUrl().ifPresent(hangup -> crawl.own(Lead.Kind.TOLD, hangup, HttpMethod.valueOf(settings.answer().hangupMethod()),
          HangupParameters.concluded(crawl.call, "NORMAL_CLEARING", "", call.sessionStart().orElse(Instant.EPOCH), call.sessionStart(),
              Instant.now()).toMap()));
      crawl.run(enquiries);
    }
    return new Crawled(crawl.visits, List.copyOf(crawl.differences), crawl.notAsked);
  }

  private void own(Lead.Kind kind, URI url, HttpMethod method, Map<String, String> parameters) {
    add(new Lead(kind, Link.own(url.toString()), method, parameters, Optional.empty(), 0));
  }

  private void add(Lead lead) {
    if (known.add(lead.identity())) {
      ahead.add(lead);
    }
  }

  private void run(Enquiries enquiries) {
    while (!ahead.isEmpty()) {
      Lead lead = ahead.poll();
      if (lead.depth() > options.depth() || visits.size() >= options.requests()) {
        notAsked++;
        continue;
      }
      try {
        visit(lead, enquiries.ask(lead));
      } catch (Enquiries.Unanswered nothing) {
        fail(lead, nothing.getMessage());
        visited(lead, Optional.empty(), Optional.empty());
      }
    }
  }

  private void visit(Lead lead, Enquiries.Answer answer) {
    HttpReply reply = answer.reply();
    if (!reply.succeeded()) {
      fail(lead, asked(lead) + " answered with status " + reply.status());
      visited(lead, Optional.of(answer), Optional.empty());
      return;
    }
    Optional<Integer> elements = switch (lead.kind()) {
      case DOCUMENT -> document(lead, reply);
      case SOUND_DOCUMENT -> soundDocument(lead, reply);
      case SOUND -> sound(lead, reply);
      case TOLD -> Optional.empty();
    };
    visited(lead, Optional.of(answer), elements);
  }

  private Optional<Integer> document(Lead lead, HttpReply reply) {
    Reading reading = AnswerDocuments.read(reply.body());
    if (reading instanceof Reading.Refused refused) {
      return refused(reply, refused);
    }
    AnswerDocument document = ((Reading.Accepted) reading).document();
    Terms here = new Terms(Optional.of(reply.url()), terms.authId(), terms.ceiling(), terms.profile(), terms.extended(), terms.actionOnHangup(),
        terms.unsupported());
    Explanation.of(document, here).warnings().forEach(warning -> differences.add(Difference.of(reply.url(), warning)));
    differences.addAll(Differences.of(document.elements(), settings, reply.url()));
    Leads.of(document.elements(), call, options, reply.url(), reply.trusted(), lead.depth() + 1).forEach(this::add);
    return Optional.of(document.elements().size());
  }

  private Optional<Integer> soundDocument(Lead lead, HttpReply reply) {
    SoundReading reading = SoundDocuments.read(reply.body());
    if (reading instanceof Reading.Refused refused) {
      return refused(reply, refused);
    }
    SoundReading.Accepted accepted = (SoundReading.Accepted) reading;
    accepted.warnings().forEach(warning -> differences.add(Difference.of(reply.url(), warning)));
    differences.addAll(Differences.of(accepted.sounds(), settings, reply.url()));
    Leads.of(accepted.sounds(), call, options, reply.url(), reply.trusted(), lead.depth() + 1).forEach(this::add);
    return Optional.of(accepted.sounds().size());
  }

  private Optional<Integer> refused(HttpReply reply, Reading.Refused refused) {
    differences.add(new Difference(reply.url(), refused.line(), Optional.empty(), Optional.empty(), "refused: " + refused.reason(), true));
    return Optional.empty();
  }

  private Optional<Integer> sound(Lead lead, HttpReply reply) {
    if (!SoundSigns.soundLike(reply.body())) {
      fail(lead, asked(lead) + " is neither WAV nor MP3, and is not heard");
    }
    return Optional.empty();
  }

  /** At the place that leads there, or of the URL itself. */
  private void fail(Lead lead, String text) {
    differences.add(lead.from()
        .map(from -> new Difference(from.document(), from.line(), Optional.of(from.element()), from.attribute(), text, true))
        .orElseGet(() -> new Difference(URI.create(lead.link().url()), 1, Optional.empty(), Optional.empty(), text, true)));
  }

  private static String asked(Lead lead) {
    return PlainUrl.of(lead.link().url());
  }

  private void visited(Lead lead, Optional<Enquiries.Answer> answer, Optional<Integer> elements) {
    visits.add(new Visit(lead.method(), URI.create(lead.link().url()),
        lead.from(), answer.map(it -> it.reply().status()), answer.map(Enquiries.Answer::took), elements));
  }
}
