package org.confab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.confab.http.LocalServers.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.confab.clock.VertxClock;
import org.confab.http.HttpFailure.Kind;
import org.confab.network.AddressGuard;
import org.confab.network.Network;
import org.confab.plivo.Urls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * URLs by which somebody who writes a document, or a redirect, would reach what is not his. The canary listens on every address of this machine,
 * as services on a box do; that any connection reaches it is the failure.
 */
class HostileUrlsTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), 100_000);
  /** Where the hostile application of these tests is, which nothing keeps us from asking. */
  private static final String ATTACKER = "127.0.0.77";

  private final Vertx serving = Vertx.vertx();
  private final TestNames names = new TestNames(serving);
  private final Vertx vertx = names.vertx();
  private final AtomicInteger reached = new AtomicInteger();
  private final HttpRequests strict = requests();
  private final HttpRequests open = requests("127.0.0.0/8", "::1");
  private final HttpRequests attackers = requests(ATTACKER);
  private int canary;

  @BeforeEach
  void listen() {
    HttpServer server = serving.createHttpServer().connectionHandler(connection -> reached.incrementAndGet())
        .requestHandler(request -> request.response().end("canary"));
    try {
      canary = await(server.listen(0, "::")).actualPort();
    } catch (RuntimeException | AssertionError withoutIpv6) {
      canary = await(server.listen(0, "0.0.0.0")).actualPort();
    }
    names.put("canary.example", List.of("127.0.0.1"));
    names.put("mixed.example", List.of("93.184.215.14", "127.0.0.1"));
    names.put("six.example", List.of("::1"));
    names.put("mapped.example", List.of("::ffff:127.0.0.1"));
    names.put("nat64.example", List.of("64:ff9b::7f00:1"));
    names.put("office.example", List.of("10.0.0.7"));
    names.put("cloud.example", List.of("169.254.169.254"));
    names.put("zero.example", List.of("0.0.0.0"));
    names.put("metadata.google.internal", List.of("93.184.215.14"));
    names.put("127.0.0.1.example", List.of("127.0.0.1"));
  }

  @AfterEach
  void close() {
    await(Future.join(strict.close(), open.close(), attackers.close()));
    await(Future.join(vertx.close(), serving.close()));
  }

  private HttpRequests requests(String... allowed) {
    return new HttpRequests(vertx, new VertxClock(vertx), new AddressGuard(Stream.of(allowed).map(Network::parse).toList()));
  }

  /** {@code PORT} is the canary's. */
  static List<String> hostile() {
    return List.of(
        // loopback, in every spelling that some client somewhere understands
        "http://127.0.0.1:PORT/", "http://127.0.0.2:PORT/", "http://127.255.255.254:PORT/", "http://localhost:PORT/", "http://LOCALHOST:PORT/",
        "http://localhost.:PORT/", "http://LocalHost:PORT/", "http://127.0.0.1.:PORT/", "http://2130706433:PORT/", "http://017700000001:PORT/",
        "http://0x7f000001:PORT/", "http://0X7F000001:PORT/", "http://0177.0.0.1:PORT/", "http://0177.0.0.01:PORT/", "http://0x7f.0.0.1:PORT/",
        "http://0x7f.0x0.0x0.0x1:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://127.0.0.0x1:PORT/", "http://127.000.000.001:PORT/",
        "http://0127.0.0.1:PORT/", "http://383.0.0.1:PORT/", "http://127.0.0.1.1:PORT/", "http://4294967297:PORT/", "http://0:PORT/",
        "http://0.0.0.0:PORT/", "http://0.0.0.1:PORT/", "http://[::1]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[0000::0001]:PORT/",
        "http://[::]:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[::FFFF:7F00:1]:PORT/", "http://[0:0:0:0:0:ffff:7f00:0001]:PORT/",
        "http://[::127.0.0.1]:PORT/", "http://[::7f00:1]:PORT/", "http://[::ffff:0:127.0.0.1]:PORT/", "http://[64:ff9b::127.0.0.1]:PORT/",
        "http://[64:ff9b:1::7f00:1]:PORT/", "http://[2002:7f00:1::]:PORT/", "http://[2001:0:7f00:1::]:PORT/", "http://[::1%25lo]:PORT/",
        "http://[::1%lo]:PORT/", "http://[::1%1]:PORT/", "http://[fe80::1%25eth0]:PORT/", "http://[::1]:PORT\\@app.example/",
        // digits and dots that are none
        "http://①②⑦.⓪.⓪.①:PORT/", "http://１２７.０.０.１:PORT/", "http://127。0。0。1:PORT/", "http://127．0．0．1:PORT/",
        "http://١٢٧.٠.٠.١:PORT/", "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:PORT/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/", "http://ｌｏｃａｌｈｏｓｔ:PORT/", "http://local\u00ADhost:PORT/",
        "http://127%2e0%2e0%2e1:PORT/", "http://%31%32%37.0.0.1:PORT/", "http://%6c%6f%63%61%6c%68%6f%73%74:PORT/", "http://localhos%74:PORT/",
        // who is meant: user, password, backslash, empty and broken authority
        "http://app.example@127.0.0.1:PORT/", "http://app.example:80@127.0.0.1:PORT/", "http://@127.0.0.1:PORT/", "http://:@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT@app.example/", "http://a@b@127.0.0.1:PORT/", "http://127.0.0.1:PORT\\@app.example/",
        "http:\\\\127.0.0.1:PORT/", "http:\\/\\/127.0.0.1:PORT/", "http:/127.0.0.1:PORT/", "http:127.0.0.1:PORT/", "http:///127.0.0.1:PORT/",
        "http://127.0.0.1\u0000.app.example:PORT/", "http://127.0.0.1%00.app.example:PORT/", "http://127.0.0.1\t:PORT/", "http://127.0.0.1\r\n:PORT/",
        "http:// 127.0.0.1:PORT/", "http://127.0.0.1 :PORT/", "http://127.0.0.1;.app.example:PORT/", "http://127.0.0.1#@app.example:PORT/",
        "http://127.0.0.1?@app.example:PORT/", "http://[127.0.0.1]:PORT/", "http://[::1:PORT/", "http://[v1.127.0.0.1]:PORT/", "http://my_app:PORT/",
        // ports and schemes
        "http://127.0.0.1:0/", "http://127.0.0.1:65536/", "http://127.0.0.1:-1/", "http://127.0.0.1:4294967376/", "http://127.0.0.1:PORT:80/",
        "file:///etc/passwd", "file://127.0.0.1:PORT/x", "gopher://127.0.0.1:PORT/_GET%20/", "ftp://127.0.0.1:PORT/", "data:text/xml,<Response/>",
        "jar:http://127.0.0.1:PORT/!/x", "dict://127.0.0.1:PORT/stats", "ldap://127.0.0.1:PORT/", "javascript:alert(1)", "ws://127.0.0.1:PORT/",
        "unix:/var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fdocker.sock/", "//127.0.0.1:PORT/",
        // private, special and metadata addresses
        "http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.0.1/", "http://100.64.0.1/", "http://100.127.255.255/",
        "http://169.254.1.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://100.100.100.200/",
        "http://metadata.google.internal/", "http://METADATA.google.internal./", "http://[::ffff:169.254.169.254]/", "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a9fe:a9fe]/", "http://2852039166/", "http://0xa9fea9fe/", "http://192.0.0.1/", "http://192.0.2.1/",
        "http://198.51.100.1/", "http://203.0.113.1/", "http://198.18.0.1/", "http://198.19.255.255/", "http://192.88.99.1/", "http://224.0.0.1/",
        "http://239.255.255.255/", "http://240.0.0.1/", "http://255.255.255.255/", "http://[fc00::1]/", "http://[fdff::1]/", "http://[fe80::1]/",
        "http://[fec0::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[2001:2::1]/", "http://[100::1]/", "http://[3fff::1]/",
        "http://[2002:a00:1::1]/", "http://[::a00:1]/", "http://[4000::1]/",
        // names whose addresses are not public
        "http://canary.example:PORT/", "http://CANARY.example.:PORT/", "http://mixed.example:PORT/", "http://six.example:PORT/",
        "http://mapped.example:PORT/", "http://nat64.example:PORT/", "http://office.example/", "http://cloud.example/", "http://zero.example:PORT/",
        "http://127.0.0.1.example:PORT/", "https://canary.example:PORT/");
  }

  @Test
  void theCanaryCanBeReached() {
    for (String url : List.of("http://127.0.0.1:PORT/", "http://localhost:PORT/", "http://canary.example:PORT/")) {
      assertThat(new String(await(open.send(request(URI.create(here(url)), 0, false))).body())).isEqualTo("canary");
    }
    assertThat(reached.get()).isPositive();
  }

  @Test
  void theTableIsLong() {
    assertThat(hostile()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void isRefusedAsItIs(String url) {
    uri(here(url)).ifPresent(parsed -> assertRefused(strict.send(request(parsed, 3, false))));
    assertThat(reached).hasValue(0);
  }

  /** As a callbackUrl, an action or a Redirect, which are read leniently. */
  @ParameterizedTest
  @MethodSource("hostile")
  void isRefusedInADocument(String url) {
    URI document = URI.create("http://app.example/answer");
    if (Urls.resolve(document, here(url)) instanceof Urls.Resolution.Resolved resolved) {
      Link link = Link.in(document, true, resolved.url());
      assertThat(link.trusted()).as("trust of " + link).isEqualTo(resolved.url().getHost().equals("app.example"));
      if (!link.trusted()) {
        assertRefused(strict.send(request(resolved.url(), 3, link.trusted())));
      }
    }
    assertThat(reached).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void isRefusedAsTheTargetOfARedirect(String url) {
    for (int status : List.of(302, 307)) {
      URI attacker = attacker(status, here(url));
      Future<HttpReply> reply = attackers.send(request(attacker, 3, false));
      HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> await(reply));
      if (failure == null) {
        // what names no host stays with the attacker, who has nothing else to offer; what no header can hold never left him
        assertThat(reply.result().url().getHost()).isEqualTo(ATTACKER);
      } else {
        assertThat(failure.kind()).as(failure.getMessage()).isIn(Kind.BAD_URL, Kind.FORBIDDEN_ADDRESS);
      }
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void redirectOfATrustedUrlIsTrustedOnlyOnItsOwnOrigin() {
    assertForbidden(strict.send(request(attacker(302, here("http://127.0.0.1:PORT/")), 3, true)), "127.0.0.1 is a loopback address, and is not requested: "
        + "if it may be, add 127.0.0.1/32 to http.allow in confab.yaml");
    assertThat(reached).hasValue(0);
    URI own = attacker(302, "/second");
    HttpReply reply = await(strict.send(request(own, 1, true)));
    assertThat(reply.trusted()).isTrue();
    assertThat(reply.url().getPath()).isEqualTo("/second");
  }

  @Test
  void trustIsLostForGoodWithTheFirstHopElsewhere() {
    HttpServer back = serving.createHttpServer();
    int port = await(back.requestHandler(request -> request.response().setStatusCode(302)
        .putHeader("Location", request.getParam("back")).end()).listen(0, ATTACKER)).actualPort();
    HttpServer own = serving.createHttpServer();
    int ownPort = await(own.requestHandler(request -> request.response().setStatusCode(302).putHeader("Location",
        "http://" + ATTACKER + ":" + port + "/?back=http://127.0.0.1:" + request.localAddress().port() + "/inner").end())
        .listen(0, "127.0.0.1")).actualPort();
    assertForbidden(attackers.send(request(URI.create("http://127.0.0.1:" + ownPort + "/answer"), 3, true)), "127.0.0.1 is a loopback address");
  }

  @Test
  void redirectWithForeignHostHeaderGoesNowhereElse() {
    int port = await(serving.createHttpServer().requestHandler(request -> request.response().setStatusCode(302)
        .putHeader("Host", "127.0.0.1:" + canary).putHeader("X-Forwarded-Host", "127.0.0.1:" + canary)
        .putHeader("Content-Location", "http://127.0.0.1:" + canary + "/").putHeader("Alt-Svc", "h2=\"127.0.0.1:" + canary + "\"")
        .putHeader("Refresh", "0; url=http://127.0.0.1:" + canary + "/").putHeader("Location", "//127.0.0.1:" + canary + "/").end())
        .listen(0, ATTACKER)).actualPort();
    assertForbidden(attackers.send(request(URI.create("http://" + ATTACKER + ":" + port + "/"), 3, false)), "127.0.0.1 is a loopback address");
    assertThat(reached).hasValue(0);
  }

  @Test
  void nameThatChangesItsAddressAfterTheCheckIsConnectedToWhereItWasChecked() {
    int port = await(serving.createHttpServer().requestHandler(request -> request.response().end(request.getHeader("Host")))
        .listen(0, ATTACKER)).actualPort();
    names.put("rebinding.example", List.of(ATTACKER), List.of("127.0.0.1"));
    AtomicInteger wrong = new AtomicInteger();
    await(serving.createHttpServer().connectionHandler(connection -> wrong.incrementAndGet()).requestHandler(request -> request.response().end())
        .listen(port, "127.0.0.1"));
    HttpReply reply = await(attackers.send(request(URI.create("http://rebinding.example:" + port + "/"), 0, false)));
    assertThat(new String(reply.body())).isEqualTo("rebinding.example:" + port);
    assertThat(names.asked("rebinding.example")).isEqualTo(1);
    assertForbidden(attackers.send(request(URI.create("http://rebinding.example:" + port + "/"), 0, false)),
        "rebinding.example is at 127.0.0.1, which is a loopback address");
    assertThat(wrong).hasValue(0);
  }

  @Test
  void secondConnectionOfARequestGoesToTheCheckedAddressToo() {
    names.put("keeping.example", List.of(ATTACKER), List.of(ATTACKER), List.of("127.0.0.1"));
    AtomicInteger wrong = new AtomicInteger();
    AtomicInteger connections = new AtomicInteger();
    // the first connection is kept, and closed when the second request arrives on it
    int port = await(serving.createNetServer().connectHandler(socket -> {
      int connection = connections.incrementAndGet();
      AtomicInteger requests = new AtomicInteger();
      socket.handler(bytes -> {
        if (connection == 1 && requests.incrementAndGet() == 2) {
          serving.setTimer(50, later -> socket.close());
        } else {
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + connection);
        }
      });
    }).listen(0, ATTACKER)).actualPort();
    await(serving.createHttpServer().connectionHandler(connection -> wrong.incrementAndGet()).requestHandler(request -> request.response().end())
        .listen(port, "127.0.0.1"));
    HttpRequest request = new HttpRequest("GET", URI.create("http://keeping.example:" + port + "/"), Map.of(), Signer.NONE, Map.of(), LIMITS, 0);
    assertThat(new String(await(attackers.send(request)).body())).isEqualTo("1");
    assertThat(new String(await(attackers.send(request)).body())).isEqualTo("2");
    assertThat(names.asked("keeping.example")).isEqualTo(2);
    assertThat(wrong).hasValue(0);
  }

  @Test
  void nameThatChangesItsAddressBetweenTwoHopsIsCheckedAnew() {
    names.put("turning.example", List.of(ATTACKER), List.of("127.0.0.1"));
    AtomicInteger wrong = new AtomicInteger();
    int port = await(serving.createHttpServer().requestHandler(request -> request.response().setStatusCode(302)
        .putHeader("Location", "/inner").end()).listen(0, ATTACKER)).actualPort();
    await(serving.createHttpServer().connectionHandler(connection -> wrong.incrementAndGet()).requestHandler(request -> request.response().end())
        .listen(port, "127.0.0.1"));
    assertForbidden(attackers.send(request(URI.create("http://turning.example:" + port + "/"), 3, false)),
        "turning.example is at 127.0.0.1");
    assertThat(names.asked("turning.example")).isEqualTo(2);
    assertThat(wrong).hasValue(0);
  }

  @Test
  void nextAddressOfANameIsTriedWhenOneDoesNotAccept() {
    names.put("two.example", List.of("127.0.0.3", ATTACKER));
    int port = await(serving.createHttpServer().requestHandler(request -> request.response().end("second")).listen(0, ATTACKER)).actualPort();
    assertThat(new String(await(open.send(request(URI.create("http://two.example:" + port + "/"), 0, false))).body())).isEqualTo("second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://169.254.169.254/", "http://[fd00:ec2::254]/", "http://100.100.100.200/", "http://metadata.google.internal/",
      "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:a9fe:a9fe::]/", "http://cloud.example/",
      "http://Metadata.Google.Internal./computeMetadata/v1/"})
  void metadataServicesAreRefusedWhateverIsAllowedAndWhoeverAsks(String url) {
    HttpRequests everything = requests("0.0.0.0/0", "::/0");
    assertForbidden(everything.send(request(URI.create(url), 0, false)), "and is not requested: no setting allows that");
    assertForbidden(everything.send(request(URI.create(url), 0, true)), "and is not requested: no setting allows that");
    assertForbidden(strict.send(request(URI.create(url), 0, true)), "and is not requested: no setting allows that");
    await(everything.close());
  }

  /** A server on the attacker's address that redirects its first request there, and answers others. */
  private URI attacker(int status, String location) {
    boolean sendable = location.chars().noneMatch(c -> c < ' ');
    int port = await(serving.createNetServer().connectHandler(socket -> socket.handler(bytes -> {
      boolean first = bytes.toString().contains(" /first");
      socket.write(first && sendable
          ? "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"
          : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    })).listen(0, ATTACKER)).actualPort();
    return URI.create("http://" + ATTACKER + ":" + port + "/first");
  }

  private static void assertRefused(Future<HttpReply> reply) {
    HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> await(reply));
    assertThat(failure).as("a failure").isNotNull();
    // digits of other scripts are a name like any other, that somebody would have to register
    boolean name = failure.getMessage().contains("http://xn--") && failure.kind() == Kind.UNKNOWN_HOST;
    assertThat(name || failure.kind() == Kind.BAD_URL || failure.kind() == Kind.FORBIDDEN_ADDRESS).as(failure.getMessage()).isTrue();
  }

  private static void assertForbidden(Future<HttpReply> reply, String message) {
    HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> await(reply));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN_ADDRESS);
    assertThat(failure).hasMessageContaining(message);
  }

  private String here(String url) {
    return url.replace("PORT", Integer.toString(canary));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException refusedBefore) {
      return Optional.empty();
    }
  }

  private static HttpRequest request(URI url, int redirects, boolean trusted) {
    return new HttpRequest("POST", url, Map.of("a", "b"), Signer.NONE, Map.of(), LIMITS, redirects, trusted);
  }
}
