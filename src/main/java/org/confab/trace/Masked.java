package org.confab.trace;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.http.PlainUrl;

/**
 * What is said to others, without what nobody is to read afterwards: keys that were pressed or are sent, what looks like a secret by its name, and of
 * URLs what follows a question mark or a {@code #}, and user and password.
 */
final class Masked {

  static final String HIDDEN = "***";
  private static final String CUT = "…";
  private static final int LONGEST_VALUE = 200;
  private static final Pattern SECRET = Pattern.compile("(?i).*(digit|token|secret|passw|pwd|pin$|apikey|api_key|credential|signature|card|cvv|cvc).*");
  /** Nearly all of them: of these no pattern has to be asked. */
  private static final Set<String> OPEN = Set.of("CallUUID", "From", "To", "CallerName", "CallStatus", "Direction", "ParentAuthID", "SessionStart", "Event",
      "ConferenceAction", "ConferenceName", "ConferenceUUID", "ConferenceMemberID", "ConferenceFirstMember", "ConferenceLastMember", "ConferenceSize",
      "ConferenceMembers", "ConferenceExitReason", "EventTimestampMs", "Duration", "BillDuration", "HangupCause", "HangupCauseName", "HangupCauseCode",
      "HangupSource", "StartTime", "AnswerTime", "EndTime");
  private static final String CHAIN_BEGIN = "'m:~:";
  private static final String CHAIN_END = "' inline";
  private static final Pattern RELAY = Pattern.compile("(\\S+ dtmf \\S+ ).*", Pattern.DOTALL);
  private static final Pattern DIGITS = Pattern.compile("[0-9*#]{3,}");
  /** Where a URL's query or its options begin. */
  private static final Pattern QUERY = Pattern.compile("[?#]");
  /** The same in a text of which nobody knows where a URL ends; a blank is no end, since a URL in an attribute may hold one. */
  private static final Pattern QUERY_TO_QUOTE = Pattern.compile("[?#][^\"'<>]*");
  private static final Pattern ASSIGNED = Pattern.compile("(?i)((?:token|secret|passw[a-z]*|key)[\"']?\\s*[=:]\\s*[\"']?)[^\\s\"'<>&]+");
  private static final Pattern USER = Pattern.compile("//[^/\"'<>]*@");
  private static final Pattern REFERENCE = Pattern.compile("&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));");
  private static final int MOST_OF_REFUSED = 1000;

  private Masked() {}

  /** The parameters of a request, {@code Name=value}, one a line. */
  static String parameters(Map<String, String> parameters) {
    StringBuilder lines = new StringBuilder(40 * parameters.size());
    parameters.forEach((name, value) -> lines.append(lines.isEmpty() ? "" : "\n").append(name).append('=').append(parameter(name, value)));
    return lines.toString();
  }

  private static String parameter(String name, String value) {
    if (!OPEN.contains(name) && !value.isEmpty() && SECRET.matcher(name).matches()) {
      return HIDDEN;
    }
    String shown = value.contains("://") ? PlainUrl.of(value) : value;
    return shown.length() > LONGEST_VALUE ? shown.substring(0, LONGEST_VALUE) + CUT : shown;
  }

  /** An inline dialplan, as {@code execute_extension} is given it: its applications, one after the other. */
  static String chain(String argument) {
    if (!argument.startsWith(CHAIN_BEGIN) || !argument.endsWith(CHAIN_END)) {
      return HIDDEN;
    }
    StringJoiner steps = new StringJoiner(", ");
    for (String step : argument.substring(CHAIN_BEGIN.length(), argument.length() - CHAIN_END.length()).split("~")) {
      int colon = step.indexOf(':');
      String application = colon < 0 ? step : step.substring(0, colon);
      String given = colon < 0 ? "" : step.substring(colon + 1);
      steps.add(given.isEmpty() ? application : application + " " + (application.endsWith("dtmf") ? HIDDEN : given));
    }
    return steps.toString();
  }

  /** What {@code conference} is given. */
  static String conference(String arguments) {
    Matcher relay = RELAY.matcher(arguments);
    return relay.matches() ? relay.group(1) + HIDDEN : arguments;
  }

  /**
   * A document that an application returned. Of one whose tags and quotes are not as XML's there is less to see, since nobody knows where in it a URL
   * ends; so of one that was cut.
   */
  static String document(String text) {
    return new Tags(text).masked().orElseGet(() -> refused(resolved(text)));
  }

  private static String refused(String text) {
    String plain = USER.matcher(QUERY_TO_QUOTE.matcher(text).replaceAll(CUT)).replaceAll("//");
    String shown = DIGITS.matcher(ASSIGNED.matcher(plain).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN))).replaceAll(Matcher.quoteReplacement(HIDDEN));
    return shown.length() > MOST_OF_REFUSED ? shown.substring(0, MOST_OF_REFUSED) + CUT : shown;
  }

  /** With the ASCII characters that are written by their numbers. */
  private static String resolved(String text) {
    return text.indexOf("&#") < 0 ? text : REFERENCE.matcher(text).replaceAll(found -> {
      int character = found.group(1) != null ? Integer.parseInt(found.group(1)) : Integer.parseInt(found.group(2), 16);
      return Matcher.quoteReplacement(character >= ' ' && character <= '~' ? Character.toString(character) : found.group());
    });
  }

  /** A value in a document. */
  private static String value(String name, String value) {
    String plain = name.toLowerCase(Locale.ROOT);
    if (plain.contains("digits") && !plain.equals("numdigits") && !plain.equals("validdigits") || SECRET.matcher(name).matches() && !plain.contains("digit")) {
      return HIDDEN;
    }
    String plainValue = resolved(value);
    Matcher query = QUERY.matcher(plainValue);
    return USER.matcher(query.find() ? plainValue.substring(0, query.start()) + CUT : plainValue).replaceFirst("//");
  }

  /** Goes through a document from tag to tag; stops at what XML's grammar does not know. */
  private static final class Tags {

    private static final Pattern NAME = Pattern.compile("/?[A-Za-z_][A-Za-z0-9_.:-]*");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s+([A-Za-z_][A-Za-z0-9_.:-]*)\\s*=\\s*(?:\"([^\"<]*)\"|'([^'<]*)')");
    private static final Pattern END = Pattern.compile("\\s*/?>");

    private final String text;
    private final StringBuilder out;
    private int at;
    private boolean broken;
    private String element = "";

    Tags(String text) {
      this.text = text;
      this.out = new StringBuilder(text.length());
    }

    Optional<String> masked() {
      while (at < text.length() && !broken) {
        if (text.startsWith("<!--", at)) {
          skipped("<!--", "-->");
        } else if (text.startsWith("<?", at)) {
          skipped("<?", "?>");
        } else if (text.startsWith("<![CDATA[", at)) {
          content(skipped("<![CDATA[", "]]>"));
        } else if (text.charAt(at) == '<') {
          tag();
        } else {
          int end = text.indexOf('<', at);
          int to = end < 0 ? text.length() : end;
          content(text.substring(at, to));
          at = to;
        }
      }
      return broken || element.isEmpty() ? Optional.empty() : Optional.of(out.toString().strip());
    }

    private String skipped(String begin, String end) {
      int from = at + begin.length();
      int found = text.indexOf(end, from);
      broken = found < 0;
      at = broken ? text.length() : found + end.length();
      return broken ? "" : text.substring(from, found);
    }

    private void content(String content) {
      broken |= element.isEmpty() && !content.isBlank();
      if (element.equals("DTMF") && !content.isBlank()) {
        out.append(HIDDEN);
      } else {
        out.append(element.equals("Speak") || element.equals("Conference") ? content : value("", content));
      }
    }

    private void tag() {
      Matcher name = NAME.matcher(text).region(at + 1, text.length());
      if (!name.lookingAt()) {
        broken = true;
        return;
      }
      // of an error page there is less to see
      broken = element.isEmpty() && !name.group().equals("Response");
      element = name.group();
      out.append('<').append(element);
      at = name.end();
      Matcher attribute = ATTRIBUTE.matcher(text).region(at, text.length());
      while (attribute.lookingAt()) {
        String value = attribute.group(2) != null ? attribute.group(2) : attribute.group(3);
        char quote = attribute.group(2) != null ? '"' : '\'';
        out.append(' ').append(attribute.group(1)).append('=').append(quote).append(value(attribute.group(1), value)).append(quote);
        at = attribute.end();
        attribute.region(at, text.length());
      }
      Matcher end = END.matcher(text).region(at, text.length());
      broken |= !end.lookingAt();
      if (!broken) {
        out.append(text, at, end.end());
        at = end.end();
      }
    }
  }
}
