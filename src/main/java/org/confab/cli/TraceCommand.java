package org.confab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.config.Settings;
import org.confab.log.OneLine;
import org.confab.plivo.Printable;
import org.confab.terminal.Terminal;
import org.confab.trace.Found;
import org.confab.trace.TraceEntry;
import org.confab.trace.Traces;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code confab trace}: what happened to a call. */
@Command(name = "trace", description = "What happened to a call: what FreeSWITCH said, what your application was asked and answered, what was decided and why, "
    + "each command and its reply, each callback.", mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:something was found", "1:nothing is known of it, or the trace cannot be read", "2:the settings or the arguments are wrong"},
    footer = {"", "Works beside a Confab that runs, and without one. A name is taken for a call's id, else for a caller's number, else for a conference's name; "
        + "several calls of one number are listed. Keys, tokens and what follows the ? of a URL are not kept."})
final class TraceCommand implements Callable<Integer> {

  private static final Path USUAL_FILE = Path.of("confab.yaml");
  private static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Terminal terminal;

  @Option(names = "--config", paramLabel = "FILE", description = "The settings. Default: confab.yaml here, if there is one.")
  private Optional<Path> config;

  @Option(names = "--json", description = "For programs: one JSON object a line, for each entry (or call, where several are listed).")
  private boolean json;

  @Option(names = "--since", paramLabel = "TIME", converter = Ago.class, description = "Nothing that is older, as in 90s, 30m, 2h, 1d.")
  private Optional<Duration> since;

  @Parameters(paramLabel = "NAME", description = "A CallUUID, a caller's number (with or without +), or a conference's name.")
  private String name;

  TraceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = SettingsFile.load(terminal, config.or(() -> Optional.of(USUAL_FILE).filter(Files::exists)), System.getenv());
    Path directory = Traces.directory(settings.store().path().orElseThrow());
    Found found;
    try {
      found = Traces.in(directory).find(name, since.map(ago -> Instant.now().minus(ago)));
    } catch (IOException unreadable) {
      throw new Failure(ConfabCommand.FAILED, "the trace in " + Printable.of(directory.toString()) + " cannot be read: "
          + Printable.of(unreadable.toString()));
    }
    if (found instanceof Found.Nothing nothing) {
      throw new Failure(ConfabCommand.FAILED, "nothing is known of '" + Printable.of(name) + "': " + searched(nothing.searched(), directory));
    }
    if (json) {
      print(found);
    } else {
      new TraceText(terminal).print(found);
    }
    return ConfabCommand.DONE;
  }

  private String searched(Found.Searched searched, Path directory) {
    String where = Printable.of(directory.toString());
    if (searched.segments() == 0) {
      return "there is no trace in " + where + ". Is this the store.path of a Confab that ran with trace.enabled?";
    }
    String when = searched.from().isEmpty() ? since.isPresent() ? ", which have nothing of that time" : ", which are empty"
        : " from " + TraceText.moment(searched.from().get()) + " to " + TraceText.moment(searched.to().orElse(searched.from().get()));
    return "searched " + searched.segments() + (searched.segments() == 1 ? " segment" : " segments") + " in " + where + when
        + " for a call of that id, a caller of that number and a conference of that name";
  }

  private void print(Found found) {
    if (found instanceof Found.Story story) {
      story.entries().forEach(entry -> terminal.print(text(node(entry))));
    } else if (found instanceof Found.Several several) {
      several.calls().forEach(call -> terminal.print(text(node(call))));
    }
  }

  private static ObjectNode node(TraceEntry entry) {
    ObjectNode node = MAPPER.createObjectNode().put("at", entry.at().toString()).put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    entry.about().forEach(node::put);
    node.put("text", entry.text());
    return entry.detail().isEmpty() ? node : node.put("detail", entry.detail());
  }

  private static ObjectNode node(Found.TracedCall call) {
    ObjectNode node = MAPPER.createObjectNode().put("call", call.call()).put("began", call.began().toString()).put("from", call.from()).put("to", call.to());
    call.conferences().forEach(node.putArray("conferences")::add);
    call.endedAt().ifPresent(at -> node.put("ended", at.toString()).put("how", OneLine.of(call.ended())));
    return node;
  }

  private static String text(ObjectNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** How long ago, as in {@code 2h}. */
  static final class Ago implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

    @Override
    public Duration convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException("a time as in 90s, 30m, 2h or 1d, not '" + Printable.of(text) + "'");
      }
      long count = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
  }
}
