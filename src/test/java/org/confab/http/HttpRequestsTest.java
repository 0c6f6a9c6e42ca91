package org.confab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.confab.http.LocalServers.await;
import static org.confab.http.LocalServers.http;
import static org.confab.http.LocalServers.raw;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.clock.VertxClock;
import org.confab.http.HttpFailure.Kind;
import org.confab.network.AddressGuard;
import org.confab.network.Network;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestsTest {

  private static final Limits GENEROUS = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), 100_000);

  /** The servers of these tests are on this machine. */
  private static final AddressGuard HERE = new AddressGuard(List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")));

  private final Vertx vertx = Vertx.vertx();
  private final HttpRequests requests = new HttpRequests(vertx, new VertxClock(vertx), HERE);

  @AfterEach
  void close() {
    await(requests.close());
    await(vertx.close());
  }

  @Test
  void parametersOfAPostAreAFormInTheirOrder() {
    URI url = http(vertx, request -> request.body().onSuccess(body -> request.response().putHeader("X-Said", "yes")
        .end(request.method() + " " + request.uri() + " " + request.getHeader("Content-Type") + " " + body)));
    HttpReply reply = await(requests.send(post(URI.create(url + "?a=b#rt=100"), ordered("To", "ä +&=", "From", ""))));
    assertThat(text(reply)).isEqualTo("POST /answer?a=b application/x-www-form-urlencoded To=%C3%A4+%2B%26%3D&From=");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("x-SAID")).contains("yes");
    assertThat(reply.url()).isEqualTo(URI.create(url + "?a=b"));
  }

  @Test
  void parametersOfAGetFollowTheQueryOfTheUrl() {
    URI url = http(vertx, request -> request.response().end(request.method() + " " + request.uri()));
    assertThat(text(await(requests.send(get(URI.create(url + "?a=b"), ordered("To", "1 2", "From", "ü"))))))
        .isEqualTo("GET /answer?a=b&To=1+2&From=%C3%BC");
    assertThat(text(await(requests.send(get(url, Map.of("To", "1")))))).isEqualTo("GET /answer?To=1");
    assertThat(text(await(requests.send(get(url, Map.of()))))).isEqualTo("GET /answer");
    assertThat(text(await(requests.send(get(url.resolve("/ü?ä=ö"), Map.of()))))).isEqualTo("GET /%C3%BC?%C3%A4=%C3%B6");
  }

  @Test
  void otherMethodsCannotBeAskedFor() {
    assertThatThrownBy(() -> request("DELETE", URI.create("http://127.0.0.1/"), Map.of(), GENEROUS, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyHopIsSignedOverItsOwnUrlAndParameters() {
    List<String> signed = new ArrayList<>();
    Signer signer = (method, url, parameters) -> {
      signed.add(method + " " + url + " " + parameters);
      return Map.of("X-Signature", "s" + signed.size());
    };
    URI url = http(vertx, request -> request.response().setStatusCode(request.path().equals("/answer") ? 307 : 302)
        .putHeader("Location", request.path().equals("/answer") ? "next?x=1#y" : "?x=2").end());
    URI server = url.resolve("/");
    HttpRequest request = new HttpRequest("POST", url, Map.of("To", "1"), signer, Map.of(), GENEROUS, 3);
    HttpFailure failure = failure(requests.send(request));
    assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_REDIRECTS);
    assertThat(signed).containsExactly(
        "POST " + server + "answer {To=1}", "POST " + server + "next?x=1 {To=1}", "GET " + server + "next?x=2 {}",
        "GET " + server + "next?x=2 {}");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void aRedirectOfAPostBecomesAGetWithoutParameters(int status) {
    URI url = http(vertx, request -> request.body().onSuccess(body -> {
      if (request.path().equals("/answer")) {
        request.response().setStatusCode(status).putHeader("Location", "/other").end("moved");
      } else {
        request.response().end(request.method() + " " + request.uri() + " " + body);
      }
    }));
    HttpReply reply = await(requests.send(post(url, Map.of("To", "1"))));
    assertThat(text(reply)).isEqualTo("GET /other ");
    assertThat(reply.url()).isEqualTo(url.resolve("/other"));
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void aRedirectThatKeepsTheMethodKeepsTheParameters(int status) {
    URI url = http(vertx, request -> request.body().onSuccess(body -> {
      if (request.path().equals("/answer")) {
        request.response().setStatusCode(status).putHeader("Location", "/other").end();
      } else {
        request.response().end(request.method() + " " + request.uri() + " " + body);
      }
    }));
    assertThat(text(await(requests.send(post(url, Map.of("To", "1")))))).isEqualTo("POST /other To=1");
  }

  @Test
  void aRedirectLoopEndsAfterTheAllowedNumber() {
    AtomicInteger asked = new AtomicInteger();
    URI url = http(vertx, request -> {
      asked.incrementAndGet();
      request.response().setStatusCode(302).putHeader("Location", "/answer").end();
    });
    assertThat(failure(requests.send(get(url, Map.of()))).kind()).isEqualTo(Kind.TOO_MANY_REDIRECTS);
    assertThat(asked).hasValue(4);
  }

  @Test
  void withoutRedirectsARedirectIsAReply() {
    AtomicInteger asked = new AtomicInteger();
    URI url = http(vertx, request -> {
      asked.incrementAndGet();
      request.response().setStatusCode(302).putHeader("Location", "/other").end();
    });
    assertThat(await(requests.send(request("POST", url, Map.of(), GENEROUS, 0))).status()).isEqualTo(302);
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/", "http://user:geheim@127.0.0.1/", "javascript:alert(1)", "http://",
      "http://[", "//"})
  void aRedirectLeadsOnlyToHttp(String location) {
    URI url = http(vertx, request -> request.response().setStatusCode(302).putHeader("Location", location).end());
    HttpFailure failure = failure(requests.send(get(url, Map.of())));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_URL);
    assertThat(failure).hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"answer", "file:///answer", "http:/answer", "http://my_app/", "http://a:99999/", "http://a:0/",
      "http://u:geheim@a/", "mailto:a@b"})
  void anUnusableUrlIsAFailureThatSaysWhy(String url) {
    HttpFailure failure = failure(requests.send(get(URI.create(url), Map.of())));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_URL);
    assertThat(failure).hasMessageNotContaining("geheim");
  }

  @Test
  void aPortWhereNobodyListensIsRefused() {
    HttpFailure failure = failure(requests.send(get(URI.create("http://127.0.0.1:1/answer?token=geheim#ct=1"), Map.of("Digits",
        "1234"))));
    assertThat(failure.kind()).isEqualTo(Kind.CONNECT_REFUSED);
    assertThat(failure).hasMessageStartingWith("GET http://127.0.0.1:1/answer: no connection: ")
        .hasMessageNotContaining("geheim").hasMessageNotContaining("1234");
  }

  @Test
  void aNameWithoutAddressIsToldApart() {
    DatagramSocket names = vertx.createDatagramSocket();
    names.handler(query -> {
      // the question back, as a reply (QR, RD, RA) with code 3, NXDOMAIN: RFC 1035 §4.1.1
      Buffer reply = query.data().copy().setUnsignedByte(2, (short) 0x81).setUnsignedByte(3, (short) 0x83);
      names.send(reply, query.sender().port(), query.sender().host());
    });
    await(names.listen(0, "127.0.0.1"));
    Vertx asking = Vertx.vertx(new VertxOptions().setAddressResolverOptions(
        new AddressResolverOptions().addServer("127.0.0.1:" + names.localAddress().port())));
    HttpRequests watched = new HttpRequests(asking, new VertxClock(asking), HERE);
    HttpFailure failure = failure(watched.send(get(URI.create("http://nobody.example/answer?a=geheim"), Map.of())));
    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(failure).hasMessage("GET http://nobody.example/answer: the name nobody.example has no address");
    await(asking.close());
  }

  @Test
  void aServerThatAcceptsNothingIsAConnectTimeout() throws IOException {
    List<java.net.Socket> fillers = new ArrayList<>();
    try (ServerSocket deaf = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      // fill the backlog, which nobody ever accepts from
      for (int i = 0; i < 4; i++) {
        java.net.Socket filler = new java.net.Socket();
        fillers.add(filler);
        try {
          filler.connect(deaf.getLocalSocketAddress(), 200);
        } catch (java.net.SocketTimeoutException full) {
          break;
        }
      }
      Limits limits = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(20), 1000);
      HttpFailure failure = failure(requests.send(request("GET", URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/"), Map.of(),
          limits, 0)));
      assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
      assertThat(failure).hasMessageContaining("no connection within 1000 ms");
    } finally {
      for (java.net.Socket filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void aServerThatNeverRepliesIsAReadTimeoutAndItsConnectionIsClosed() {
    Promise<Void> closed = Promise.promise();
    URI url = raw(vertx, socket -> socket.closeHandler(closed::complete));
    Limits limits = new Limits(Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofSeconds(60), 1000);
    assertThat(failure(requests.send(request("POST", url, Map.of(), limits, 0))).kind()).isEqualTo(Kind.READ_TIMEOUT);
    await(closed.future());
  }

  @Test
  void aServerThatDripsIsATotalTimeout() {
    URI url = raw(vertx, socket -> {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      vertx.setPeriodic(20, tick -> socket.write("x"));
    });
    Limits limits = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(300), 1_000_000);
    assertThat(failure(requests.send(request("POST", url, Map.of(), limits, 0))).kind()).isEqualTo(Kind.TOTAL_TIMEOUT);
  }

  @Test
  void theTotalTimeCoversEveryHop() {
    URI url = http(vertx, request -> vertx.setTimer(150,
        later -> request.response().setStatusCode(302).putHeader("Location", "/answer").end()));
    Limits limits = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(400), 1000);
    assertThat(failure(requests.send(request("GET", url, Map.of(), limits, 1000))).kind()).isEqualTo(Kind.TOTAL_TIMEOUT);
  }

  @Test
  void fiveMegabytesAreNotReadToTheirEnd() {
    Promise<Void> closed = Promise.promise();
    URI url = http(vertx, request -> {
      request.connection().closeHandler(closed::complete);
      request.response().setChunked(true);
      Buffer piece = Buffer.buffer(new byte[64 * 1024]);
      request.response().drainHandler(drained -> request.response().write(piece));
      for (int i = 0; i < 80; i++) {
        request.response().write(piece);
      }
    });
    HttpFailure failure = failure(requests.send(post(url, Map.of())));
    assertThat(failure.kind()).isEqualTo(Kind.BODY_TOO_LARGE);
    assertThat(failure.status()).hasValue(200);
    await(closed.future());
  }

  @Test
  void aBodyOfExactlyTheAllowedSizeIsAReply() {
    URI url = http(vertx, request -> request.response().end(Buffer.buffer(new byte[100_000])));
    assertThat(await(requests.send(post(url, Map.of()))).body()).hasSize(100_000);
  }

  @Test
  void aReplyThatBreaksOffIsAClosedConnection() {
    URI url = raw(vertx, socket -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<Response>")));
    assertThat(failure(requests.send(post(url, Map.of()))).kind()).isEqualTo(Kind.CONNECTION_CLOSED);
  }

  @Test
  void aNewConnectionThatIsClosedAtOnceIsNotTriedAgain() {
    AtomicInteger connections = new AtomicInteger();
    URI url = raw(vertx, socket -> {
      connections.incrementAndGet();
      socket.handler(bytes -> socket.close());
    });
    assertThat(failure(requests.send(post(url, Map.of()))).kind()).isEqualTo(Kind.CONNECTION_CLOSED);
    assertThat(connections).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "\u0000\u0001\u0002\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n"})
  void whatIsNotHttpIsABadReply(String bytes) {
    URI url = raw(vertx, socket -> socket.handler(request -> socket.write(bytes)));
    assertThat(failure(requests.send(post(url, Map.of()))).kind()).isEqualTo(Kind.BAD_REPLY);
  }

  @Test
  void aHeaderWithoutEndIsABadReply() {
    URI url = raw(vertx, socket -> socket.handler(request -> socket.write("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000))));
    assertThat(failure(requests.send(post(url, Map.of()))).kind()).isEqualTo(Kind.BAD_REPLY);
  }

  @Test
  void connectionsAreKeptAndAClosedOneIsReplacedWithoutTheCallerNoticing() {
    ConcurrentLinkedQueue<NetSocket> connections = new ConcurrentLinkedQueue<>();
    AtomicInteger served = new AtomicInteger();
    URI url = raw(vertx, socket -> {
      connections.add(socket);
      socket.handler(request -> {
        // the third request meets a server that has just given up its kept connection
        if (served.incrementAndGet() == 3 && connections.size() == 1) {
          socket.close();
        } else {
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
      });
    });
    // one context, as in the service: connections belong to the event loop that opened them
    Context context = vertx.getOrCreateContext();
    for (int i = 0; i < 3; i++) {
      Promise<HttpReply> reply = Promise.promise();
      context.runOnContext(now -> requests.send(post(url, Map.of())).onComplete(reply));
      assertThat(await(reply.future()).status()).isEqualTo(200);
    }
    assertThat(served).hasValue(4);
    assertThat(connections).hasSize(2);
  }

  @Test
  void aServerWithoutTlsIsATlsFailure() {
    URI url = raw(vertx, socket -> socket.handler(bytes -> socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")));
    HttpFailure failure = failure(requests.send(get(URI.create(url.toString().replace("http:", "https:")), Map.of())));
    assertThat(failure.kind()).isEqualTo(Kind.TLS);
  }

  @Test
  void aCertificateThatNobodySignedIsRefused(@TempDir Path directory) throws Exception {
    File store = directory.resolve("keys.p12").toFile();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made = new ProcessBuilder(keytool, "-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "SAN=ip:127.0.0.1",
        "-storetype", "PKCS12",
        "-storepass", "changeit", "-keystore", store.getPath()).redirectErrorStream(true).start();
    assertThat(made.waitFor()).isZero();
    HttpServerOptions options = new HttpServerOptions().setSsl(true).setKeyCertOptions(
        new io.vertx.core.net.PfxOptions().setPath(store.getPath()).setPassword("changeit"));
    AtomicInteger asked = new AtomicInteger();
    int port = await(vertx.createHttpServer(options).requestHandler(request -> {
      asked.incrementAndGet();
      request.response().end();
    }).listen(0, "127.0.0.1")).actualPort();
    HttpFailure failure = failure(requests.send(get(URI.create("https://127.0.0.1:" + port + "/"), Map.of())));
    assertThat(failure.kind()).isEqualTo(Kind.TLS);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aReplyComesBackOnTheContextOfTheCaller() {
    URI url = http(vertx, request -> request.response().end());
    Context context = vertx.getOrCreateContext();
    Promise<Boolean> same = Promise.promise();
    context.runOnContext(now -> requests.send(post(url, Map.of())).onComplete(reply -> same.complete(Vertx.currentContext() == context)));
    assertThat(await(same.future())).isTrue();
  }

  @Test
  void noTimerIsLeftWhenARequestHasEnded() {
    ManualClock clock = new ManualClock();
    HttpRequests watched = new HttpRequests(vertx, clock, HERE);
    URI good = http(vertx, request -> request.response().end("x".repeat(1000)));
    URI closing = raw(vertx, socket -> socket.handler(bytes -> socket.close()));
    assertThat(await(watched.send(post(good, Map.of()))).status()).isEqualTo(200);
    assertThat(failure(watched.send(post(closing, Map.of()))).kind()).isEqualTo(Kind.CONNECTION_CLOSED);
    assertThat(failure(watched.send(post(URI.create("http://my_app/"), Map.of()))).kind()).isEqualTo(Kind.BAD_URL);
    assertThat(clock.pending()).isZero();
    await(watched.close());
  }

  @Test
  void anIpv6AddressIsReached() {
    int port;
    try {
      port = await(vertx.createHttpServer().requestHandler(request -> request.response().end(request.getHeader("Host"))).listen(0, "::1"))
          .actualPort();
    } catch (RuntimeException | AssertionError without) {
      org.junit.jupiter.api.Assumptions.abort("no IPv6 here");
      return;
    }
    assertThat(text(await(requests.send(get(URI.create("http://[::1]:" + port + "/"), Map.of()))))).isEqualTo("[::1]:" + port);
  }

  @Test
  void textForOperatorsHasNoSecondLine() {
    assertThat(PlainUrl.printable("a\r\nERROR b\u2028c\u202Ed")).isEqualTo("a\\u000D\\u000AERROR b\\u2028c\\u202Ed");
    assertThat(PlainUrl.of("https://user:pw@app.example:8443/hook?token=1#rc=2")).isEqualTo("https://app.example:8443/hook");
    assertThat(PlainUrl.of("not a URL with token=1")).isEqualTo("(no URL)");
  }

  private static HttpRequest get(URI url, Map<String, String> parameters) {
    return request("GET", url, parameters, GENEROUS, 3);
  }

  private static HttpRequest post(URI url, Map<String, String> parameters) {
    return request("POST", url, parameters, GENEROUS, 3);
  }

  private static HttpRequest request(String method, URI url, Map<String, String> parameters, Limits limits, int maxRedirects) {
    return new HttpRequest(method, url, parameters, Signer.NONE, Map.of(), limits, maxRedirects);
  }

  private static HttpFailure failure(Future<HttpReply> reply) {
    return catchThrowableOfType(HttpFailure.class, () -> await(reply));
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static String text(HttpReply reply) {
    return new String(reply.body(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
