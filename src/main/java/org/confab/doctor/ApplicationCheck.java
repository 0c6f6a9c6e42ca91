package org.confab.doctor;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.confab.call.Application;
import org.confab.check.Source;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.http.PlainUrl;
import org.confab.http.Signer;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.CallParameters;
import org.confab.plivo.Direction;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Reading;

/** Whether the application answers as a call needs it: reached, our signature taken, a document that can be run. It takes each question for a call. */
final class ApplicationCheck {

  private static final String NAME = "answer-url";
  /** docs/callbacks.md has how. */
  private static final String SIGNATURE = "give the application authId and authToken of confab.yaml (or account.yaml); behind a proxy it has to check with the URL that Confab requested, "
      + "scheme and port included (docs/callbacks.md)";

  private final Optional<Account> account;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<String> date = Optional.empty();
  private Instant answered = Instant.EPOCH;

  ApplicationCheck(Optional<Account> account) {
    this.account = account;
  }

  /** The header {@code Date} of the last answer that had one. */
  Optional<String> date() {
    return date;
  }

  /** When that answer came. */
  Instant answered() {
    return answered;
  }

  List<Finding> examine(Settings.Answer answer, Optional<Dialplan> dialplan) {
    Set<String> urls = new LinkedHashSet<>();
    boolean wanted = dialplan.map(plan -> plan.confabs().stream().flatMap(extension -> extension.values("confab_answer_url").stream()).anyMatch("default"::equals)).orElse(true);
    answer.url().map(URI::toString).ifPresent(urls::add);
    if (answer.url().isEmpty() && wanted) {
      findings.add(Finding.wrong(NAME, "answer.url is not set, and the dialplan asks for it (confab_answer_url=default)", "answer: { url: https://your.application/answer } in confab.yaml"));
    }
    dialplan.ifPresent(plan -> plan.confabs().forEach(extension -> extension.values("confab_answer_url").stream().filter(Source::isUrl).filter(url -> !url.contains("$"))
        .forEach(urls::add)));
    urls.forEach(url -> ask(NAME, url, method(answer.method())));
    answer.fallbackUrl().ifPresent(url -> ask("fallback-url", url.toString(), method(answer.fallbackMethod())));
    return List.copyOf(findings);
  }

  private static HttpMethod method(String name) {
    return HttpMethod.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private void ask(String check, String url, HttpMethod method) {
    String plain = PlainUrl.of(url);
    Signer signer = account.map(Application::signer).orElse(Signer.NONE);
    Source.Document document;
    try {
      document = Source.url(url, method, call(), signer);
    } catch (Source.Unavailable nothing) {
      findings.add(Finding.wrong(check, "the application does not answer: " + nothing.getMessage(), "start it, or mend " + (check.equals(NAME) ? "answer.url" : "answer.fallbackUrl")
          + "; confab check --method " + method + " " + plain + " asks it in the same way"));
      return;
    }
    Source.Reply reply = document.reply().orElseThrow();
    if (reply.date().isPresent()) {
      date = reply.date();
      answered = Instant.now();
    }
    if (reply.status() == 401 || reply.status() == 403) {
      findings.add(Finding.wrong(check, plain + " refuses the request (" + reply.status() + ")" + (account.isEmpty() ? ", which is not signed: there is no account yet" : ", which is signed"),
          SIGNATURE));
    } else if (!reply.succeeded()) {
      findings.add(Finding.wrong(check, plain + " answers with the status " + reply.status() + "; a document comes with 200", "the application's own log says why"));
    } else if (AnswerDocuments.read(document.body()) instanceof Reading.Refused refused) {
      findings.add(Finding.wrong(check, plain + " answers with what is no document: line " + refused.line() + ", column " + refused.column() + ": " + refused.reason(),
          "confab check --method " + method + " " + plain + " shows all of it"));
    } else {
      findings.add(Finding.right(check, plain + " answers with a document that can be run, in " + reply.took().toMillis() + " ms"));
      signature(check, url, method, plain);
    }
  }

  /** Whether it would have taken anybody's word. */
  private void signature(String check, String url, HttpMethod method, String plain) {
    if (account.isEmpty()) {
      findings.add(Finding.doubtful(check + "-signature", "nothing was signed: there is no account yet", "run doctor where Confab runs: it makes account.yaml at its first start"));
      return;
    }
    try {
      Optional<Source.Reply> unsigned = Source.url(url, method, call(), Signer.NONE).reply();
      findings.add(unsigned.filter(Source.Reply::succeeded).isEmpty() ? Finding.right(check + "-signature", plain + " answers only who signs")
          : Finding.doubtful(check + "-signature", plain + " answers without a signature, too: whoever knows that URL can pretend to be Confab",
              "check X-Plivo-Signature-V3 in the application (docs/callbacks.md)"));
    } catch (Source.Unavailable refused) {
      findings.add(Finding.right(check + "-signature", plain + " answers only who signs"));
    }
  }

  private java.util.Map<String, String> call() {
    CallParameters.Builder call = CallParameters.of(UUID.randomUUID().toString(), Direction.INBOUND).from("confab-doctor").to("confab-doctor").callerName("confab-doctor")
        .sessionStart(Instant.now());
    account.map(Account::authId).ifPresent(call::authId);
    return call.build().toMap();
  }
}
