package org.confab.check;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.confab.clock.VertxClock;
import org.confab.http.HttpFailure;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.HttpRequests;
import org.confab.http.Limits;
import org.confab.http.PlainUrl;
import org.confab.http.Signer;
import org.confab.network.AddressGuard;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.confab.plivo.UrlOptions;
import org.confab.plivo.Urls;

/** Where a document comes from. All of it blocks. */
public final class Source {

  private static final int MAX_REDIRECTS = 3;
  /** More than a document may have, so that its refusal says how large it is. */
  private static final int MOST = 16 << 20;

  /** There is nothing to check; the message is for the person who asked. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * What an application replied.
   *
   * @param contentType empty where it named none
   * @param date        its header {@code Date}, as it was
   */
  public record Reply(HttpMethod method, URI url, int status, String contentType, Duration took, Optional<String> date) {
    /** Whether the status is that of a document. */
    public boolean succeeded() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * @param body perhaps more than a document may have
   * @param reply none where nobody was asked
   */
  public record Document(byte[] body, Optional<Reply> reply) {}

  private Source() {}

  /** Whether the text means a URL, and not a file. */
  public static boolean isUrl(String text) {
    return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
  }

  /** Reads a file. */
  public static Document file(String name) throws Unavailable {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw new Unavailable(Printable.of(name) + " is a directory; name a file, or a URL that begins with http:// or https://");
      }
      if (!Files.exists(path)) {
        throw new Unavailable(Printable.of(name) + ": there is no such file"
            + (name.contains("://") ? ", and only http:// and https:// URLs can be asked" : ""));
      }
      try (InputStream in = Files.newInputStream(path)) {
        return stream(in);
      }
    } catch (InvalidPathException noPath) {
      throw new Unavailable(Printable.of(name) + ": there is no such file");
    } catch (AccessDeniedException denied) {
      throw new Unavailable(Printable.of(name) + ": you are not allowed to read it");
    } catch (IOException failed) {
      throw new Unavailable(Printable.of(name) + " cannot be read: " + Printable.of(String.valueOf(failed.getMessage())));
    }
  }

  /** Reads to the end, or as far as a document may reach. */
  public static Document stream(InputStream in) throws IOException {
    return new Document(in.readNBytes(MOST), Optional.empty());
  }

  /** Asks an answer URL, once, as the service would when a call comes in. */
  public static Document url(String text, HttpMethod method, Map<String, String> parameters, Signer signer) throws Unavailable {
    if (Urls.parse(text) instanceof Urls.Resolution.Refused refused) {
      throw new Unavailable(Printable.of(text) + ": " + refused.reason());
    }
    URI url = ((Urls.Resolution.Resolved) Urls.parse(text)).url();
    UrlOptions options = UrlOptions.of(url.toString());
    Vertx vertx = Vertx.vertx();
    HttpRequests http = new HttpRequests(vertx, new VertxClock(vertx), new AddressGuard(List.of()));
    Limits limits = new Limits(options.connect(), options.read(), options.total(), AnswerDocuments.LARGEST);
    Instant asked = Instant.now();
    try {
      HttpRequest request = new HttpRequest(method.name(), URI.create(options.url()), parameters, signer, Map.of(), limits,
          MAX_REDIRECTS, true);
      HttpReply reply = http.send(request).await(options.total().toMillis() + 5000, TimeUnit.MILLISECONDS);
      return new Document(reply.body(), Optional.of(new Reply(method, reply.url(), reply.status(), reply.header("content-type").orElse(""),
          Duration.between(asked, Instant.now()), reply.header("date"))));
    } catch (HttpFailure failure) {
      throw new Unavailable(failure.getMessage());
    } catch (TimeoutException late) {
      throw new Unavailable(PlainUrl.of(url) + ": no reply within " + options.total().toSeconds() + " s");
    } finally {
      http.close().eventually(vertx::close);
    }
  }
}
