package org.confab.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chromium without a window, driven through chromedriver by the W3C's WebDriver protocol. Every method blocks. */
public final class Browser implements AutoCloseable {

  /** Why a test that needs one is skipped. */
  public static final String MISSING =
      "Chromium and chromedriver are not installed: apt-get install -y --no-install-recommends chromium chromium-driver";

  /** Where screenshots are kept. */
  public static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String session;

  /** Starts one, with a window of that size. */
  public Browser(int width, int height) {
    try {
      driver = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new UncheckedIOException(MISSING, missing);
    }
    String started = "";
    try {
      String base = "http://127.0.0.1:" + port(driver);
      ObjectNode options = JSON.createObjectNode();
      ArrayNode arguments = options.putArray("args");
      Stream.of("--headless=new", "--disable-dev-shm-usage", "--lang=en", "--force-device-scale-factor=1", "--no-first-run", "--disable-background-networking",
          "--window-size=" + width + "," + height).forEach(arguments::add);
      if (System.getProperty("user.name").equals("root")) {
        arguments.add("--no-sandbox");
      }
      ObjectNode capabilities = JSON.createObjectNode();
      ObjectNode always = capabilities.putObject("capabilities").putObject("alwaysMatch");
      always.set("goog:chromeOptions", options);
      always.putObject("goog:loggingPrefs").put("browser", "ALL");
      started = base + "/session/" + send("POST", base + "/session", capabilities).get("sessionId").asText();
    } finally {
      if (started.isEmpty()) {
        driver.destroy();
      }
    }
    session = started;
    viewport(width, height, false);
  }

  /** Whether there is one on this machine. */
  public static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of)
        .anyMatch(folder -> Files.isExecutable(folder.resolve("chromedriver")))
        && Stream.of("chromium", "google-chrome", "chrome").anyMatch(name -> Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(name))));
  }

  private static int port(Process driver) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher started = STARTED.matcher(line);
        if (started.find()) {
          Thread rest = new Thread(() -> lines.lines().forEach(ignored -> { }), "chromedriver");
          rest.setDaemon(true);
          rest.start();
          return Integer.parseInt(started.group(1));
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    throw new AssertionError("chromedriver did not start");
  }

  /** Goes there. A password in the URL is remembered for its place; so that the page's own address has none, it is opened again without. */
  public void open(String loginUrl) {
    String url = loginUrl.replaceFirst("//[^@/]*@", "//");
    command("POST", "/url", JSON.createObjectNode().put("url", loginUrl));
    if (!url.equals(loginUrl)) {
      command("POST", "/url", JSON.createObjectNode().put("url", url));
    }
  }

  /** A window's inside of that size; with touch, as on a phone, where that is wanted. */
  public void viewport(int width, int height, boolean phone) {
    cdp("Emulation.setDeviceMetricsOverride", JSON.createObjectNode().put("width", width).put("height", height).put("deviceScaleFactor", phone ? 2 : 1)
        .put("mobile", phone));
    cdp("Emulation.setTouchEmulationEnabled", JSON.createObjectNode().put("enabled", phone));
  }

  /** As a system does that is set to dark or light, and to less motion. */
  public void dark(boolean dark) {
    ObjectNode media = JSON.createObjectNode();
    media.putArray("features").add(JSON.createObjectNode().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light"))
        .add(JSON.createObjectNode().put("name", "prefers-reduced-motion").put("value", "reduce"));
    cdp("Emulation.setEmulatedMedia", media);
  }

  public JsonNode cdp(String method, ObjectNode parameters) {
    ObjectNode body = JSON.createObjectNode().put("cmd", method);
    body.set("params", parameters);
    return command("POST", "/goog/cdp/execute", body);
  }

  /** What a function's body returns in the page. */
  public JsonNode script(String body, Object... arguments) {
    ObjectNode call = JSON.createObjectNode().put("script", body);
    call.set("args", JSON.valueToTree(arguments));
    return command("POST", "/execute/sync", call);
  }

  /** The text of the first element that a selector finds, as a person sees it; empty if there is none. */
  public String text(String selector) {
    return script("const e = document.querySelector(arguments[0]); return e ? e.innerText : ''", selector).asText();
  }

  /** The button (or other element with that role or tag) that is seen and has that name, within the first element that a selector finds. */
  public void click(String within, String name) {
    JsonNode element = until("there is a button “" + name + "” in " + within, () -> Optional.of(script("""
        const box = document.querySelector(arguments[0]);
        if (!box) return null;
        return [...box.querySelectorAll('button, [role=menuitem], input[type=checkbox], select')].find((e) =>
          (e.getAttribute('aria-label') || e.innerText).trim() === arguments[1] && e.checkVisibility()) || null""", within, name)).filter(JsonNode::isObject));
    click(element);
  }

  /** With the mouse, in its middle; fails if something else is in front of it. */
  private void click(JsonNode element) {
    command("POST", "/element/" + element.get(ELEMENT).asText() + "/click", JSON.createObjectNode());
  }

  /** The first element that a selector finds. */
  public void click(String selector) {
    click(until("there is " + selector, () -> Optional.of(script("return document.querySelector(arguments[0])", selector)).filter(JsonNode::isObject)));
  }

  /** Chooses in a select. */
  public void choose(String selector, String value) {
    script("const e = document.querySelector(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event('change', { bubbles: true }))", selector, value);
  }

  /** Keys, one after the other, to whatever has the focus: single characters, and names as in {@code Tab}, {@code Enter}, {@code Shift+Tab}. */
  public void keys(String... keys) {
    ArrayNode actions = JSON.createArrayNode();
    for (String key : keys) {
      boolean shift = key.startsWith("Shift+");
      String code = code(shift ? key.substring("Shift+".length()) : key);
      if (shift) {
        actions.add(JSON.createObjectNode().put("type", "keyDown").put("value", "\uE008"));
      }
      actions.add(JSON.createObjectNode().put("type", "keyDown").put("value", code));
      actions.add(JSON.createObjectNode().put("type", "keyUp").put("value", code));
      if (shift) {
        actions.add(JSON.createObjectNode().put("type", "keyUp").put("value", "\uE008"));
      }
    }
    ObjectNode body = JSON.createObjectNode();
    ObjectNode keyboard = body.putArray("actions").addObject().put("type", "key").put("id", "keyboard");
    keyboard.set("actions", actions);
    command("POST", "/actions", body);
  }

  public void type(String text) {
    keys(text.codePoints().mapToObj(Character::toString).toArray(String[]::new));
  }

  private static String code(String key) {
    return switch (key) {
      case "Tab" -> "\uE004";
      case "Enter" -> "\uE007";
      case "Escape" -> "\uE00C";
      case "Space" -> " ";
      case "ArrowUp" -> "\uE013";
      case "ArrowDown" -> "\uE015";
      case "ArrowLeft" -> "\uE012";
      case "ArrowRight" -> "\uE014";
      case "Home" -> "\uE011";
      case "End" -> "\uE010";
      default -> {
        if (key.codePointCount(0, key.length()) != 1) {
          throw new IllegalArgumentException("no key is called " + key);
        }
        yield key;
      }
    };
  }

  /** Waits until an expression is true in the page. */
  public void until(String expression, Object... arguments) {
    until(expression, () -> Optional.of(script("return Boolean(" + expression + ")", arguments)).filter(JsonNode::booleanValue));
  }

  /** A condition of the test's own, looked at 20 times a second. */
  public <T> T until(String what, Supplier<Optional<T>> condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      Optional<T> found = condition.get();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(50_000_000);
    }
    screenshot("failed");
    throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what + "\nthe page says:\n" + script("return document.body.innerText").asText());
  }

  /** Waits until an element has that text in it. */
  public void untilText(String selector, String text) {
    until(selector + " has the text " + text, () -> Optional.of(text(selector)).filter(found -> found.contains(text)));
  }

  /** What the page, or the browser about the page, has complained of since this was asked. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    command("POST", "/se/log", JSON.createObjectNode().put("type", "browser")).forEach(entry -> complaints.add(entry.get("message").asText()));
    return complaints;
  }

  /** Keeps what is seen as {@code target/screenshots/<name>.png}. */
  public Path screenshot(String name) {
    byte[] png = Base64.getDecoder().decode(command("GET", "/screenshot", null).asText());
    try {
      return Files.write(Files.createDirectories(SCREENSHOTS).resolve(name + ".png"), png);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private JsonNode command(String method, String path, ObjectNode body) {
    return send(method, session + path, body);
  }

  private JsonNode send(String method, String url, ObjectNode body) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE.multipliedBy(2)).header("Content-Type", "application/json")
          .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))).build();
      HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode value = JSON.readTree(reply.body()).get("value");
      if (reply.statusCode() != 200) {
        throw new AssertionError(method + " " + url + ": " + value.path("error").asText() + ": " + value.path("message").asText());
      }
      return value;
    } catch (JsonProcessingException broken) {
      throw new AssertionError("chromedriver did not answer with JSON", broken);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    try {
      command("DELETE", "", null);
    } finally {
      driver.destroy();
      try {
        if (!driver.waitFor(10, TimeUnit.SECONDS)) {
          driver.destroyForcibly();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
