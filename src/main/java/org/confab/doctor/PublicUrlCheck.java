package org.confab.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.confab.config.Settings;
import org.confab.http.PlainUrl;

/**
 * Whether {@code http.publicUrl} leads here, as seen from here. If Confab does not run, something else listens at its port meanwhile, so that a web server in between
 * can be tried.
 */
final class PublicUrlCheck {

  private static final String NAME = "public-url";
  /** The description of the REST API, for anybody. */
  private static final String DESCRIPTION = "/v1/openapi.json";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "localhost");

  private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final Web web;
  private final Settings settings;

  PublicUrlCheck(Web web, Settings settings) {
    this.web = web;
    this.settings = settings;
  }

  Finding examine(boolean confabRuns) throws InterruptedException {
    Settings.Http http = settings.http();
    if (http.publicUrl().isEmpty()) {
      if (ANYWHERE.contains(http.bind())) {
        return Finding.doubtful(NAME, "the URLs of recordings begin with http://" + http.bind() + ":" + http.port() + ", which is no address that anybody can reach",
            "http: { publicUrl: … } in confab.yaml, with this machine's name");
      }
      boolean near = settings.answer().url().map(URI::getHost).filter(LOOPBACK::contains).isPresent();
      return near || !LOOPBACK.contains(http.bind()) ? Finding.right(NAME, "recordings are at http://" + http.bind() + ":" + http.port() + ", which the application can reach")
          : Finding.doubtful(NAME, "the URLs of recordings begin with http://" + http.bind() + ":" + http.port() + ", which only this machine can reach, and the application is elsewhere",
              "http: { publicUrl: https://… } in confab.yaml, and a web server there that passes everything on to " + http.bind() + ":" + http.port());
    }
    URI url = http.publicUrl().get();
    String plain = PlainUrl.of(url);
    if (confabRuns) {
      return told(plain, reach(url, DESCRIPTION, "\"openapi\""), "Confab");
    }
    try (Stand stand = new Stand(http)) {
      return told(plain, reach(url, "/" + stand.word, stand.word), "this machine");
    } catch (IOException taken) {
      return Finding.wrong(NAME, "Confab does not run, and its port " + http.bind() + ":" + http.port() + " cannot be used: " + taken.getMessage(), "end the program that has it (ss -ltnp), "
          + "or name another http.port");
    }
  }

  private Finding told(String plain, Optional<String> problem, String who) {
    String pass = "the web server there has to pass every path on to " + settings.http().bind() + ":" + settings.http().port() + ", unchanged; else another http.publicUrl";
    return problem.map(why -> Finding.wrong(NAME, "http.publicUrl " + plain + " does not lead to " + who + ": " + why, pass))
        .orElseGet(() -> Finding.right(NAME, "http.publicUrl " + plain + " leads to " + who));
  }

  private Optional<String> reach(URI url, String path, String word) throws InterruptedException {
    try {
      HttpResponse<String> answer = web.get(URI.create(url + path));
      return answer.statusCode() == 200 && answer.body().contains(word) ? Optional.empty()
          : Optional.of(answer.statusCode() == 200 ? "somebody else answers" : "the answer's status is " + answer.statusCode());
    } catch (UnknownHostException | java.net.ConnectException unreachable) {
      return Optional.of(url.getHost() + " cannot be reached: " + Web.reason(unreachable));
    } catch (IOException failed) {
      return Optional.of(Web.reason(failed));
    }
  }

  /** Listens for Confab, and says one word to everybody. */
  private static final class Stand implements AutoCloseable {

    private final String word = "confab-doctor-" + UUID.randomUUID();
    private final ServerSocket socket = new ServerSocket();

    Stand(Settings.Http http) throws IOException {
      socket.bind(new InetSocketAddress(InetAddress.getByName(http.bind()), http.port()));
      Thread thread = new Thread(this::serve, "doctor-stand");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      try {
        while (true) {
          answer(socket.accept());
        }
      } catch (IOException closed) {
        return; // the end of the trial
      }
    }

    /** Web servers try a connection before they use one: who says nothing or goes away is not the last one. */
    private void answer(Socket accepted) {
      try (Socket client = accepted) {
        client.setSoTimeout(1000);
        boolean ended = client.getInputStream().read(new byte[8192]) < 0;
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + word.length() + "\r\n\r\n" + word;
        if (!ended) {
          client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException gone) {
        return; // the next one
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
