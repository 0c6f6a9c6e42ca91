package org.confab.plivo;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of a document, or what can be said of it without parsing: that it is too large, empty, in no encoding, or not XML at all.
 * It is decoded here, strictly, because the JDK's parser prints to System.err about bytes that it cannot decode.
 *
 * @param text without byte order mark and without the white space that some web frameworks put before the declaration
 * @param blanks how many characters of white space that was
 * @param lines how many line ends were among them
 */
record DocumentText(String text, int blanks, int lines) {

  static final String HTML = "this is an HTML page, not a <Response> of elements; is it an error page, or the wrong URL?";

  private static final Pattern DECLARED =
      Pattern.compile("\\A(?:\\xEF\\xBB\\xBF)?\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([^\"']*)[\"']");

  /** Why there is no text. */
  static final class Unreadable extends Exception {
    private final transient Reading.Refused refused;

    Unreadable(String reason, int line, int column) {
      super(reason, null, false, false);
      refused = new Reading.Refused(reason, line, column);
    }

    private Unreadable(String reason) {
      this(reason, 1, 1);
    }

    Reading.Refused refused() {
      return refused;
    }
  }

  static DocumentText of(byte[] body) throws Unreadable {
    if (body.length > AnswerDocuments.LARGEST) {
      throw new Unreadable("the document is larger than 100 KB: " + body.length + " bytes");
    }
    String all = decoded(body, charsetOf(body));
    int start = all.startsWith("\uFEFF") ? 1 : 0;
    int first = start;
    int lines = 0;
    while (start < all.length() && " \t\r\n".indexOf(all.charAt(start)) >= 0) {
      lines += all.charAt(start++) == '\n' ? 1 : 0;
    }
    String text = all.substring(start);
    if (text.isEmpty()) {
      throw new Unreadable(body.length == 0 ? "the reply is empty" : "the reply is empty but for white space");
    }
    String beginning = text.substring(0, Math.min(32, text.length())).toLowerCase(Locale.ROOT);
    if (beginning.startsWith("<!doctype html") || beginning.startsWith("<html")) {
      throw new Unreadable(HTML);
    }
    if (beginning.startsWith("{") || beginning.startsWith("[")) {
      throw new Unreadable("this is JSON, not a <Response> of elements");
    }
    return new DocumentText(text, start - first, lines);
  }

  /** By byte order mark, by the zeros of UTF-16 without one, by declaration; otherwise UTF-8 (XML 1.0, appendix F). */
  private static Charset charsetOf(byte[] body) throws Unreadable {
    int first = body.length < 2 ? 0 : (body[0] & 0xFF) << 8 | body[1] & 0xFF;
    if (first == 0xFEFF || first == '<') {
      return StandardCharsets.UTF_16BE;
    }
    if (first == 0xFFFE || first == '<' << 8) {
      return StandardCharsets.UTF_16LE;
    }
    Matcher declared = DECLARED.matcher(new String(body, 0, Math.min(512, body.length), StandardCharsets.ISO_8859_1));
    if (!declared.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new Unreadable("the document declares the encoding \"" + Printable.of(declared.group(1)) + "\", which is unknown; use UTF-8");
    }
  }

  private static String decoded(byte[] body, Charset charset) throws Unreadable {
    CharsetDecoder decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer out = CharBuffer.allocate((int) Math.ceil(body.length * (double) decoder.maxCharsPerByte()) + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (!result.isError()) {
      result = decoder.flush(out);
    }
    String text = out.flip().toString();
    if (result.isError()) {
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      throw new Unreadable("the document is not in " + charset.name() + ": byte " + (in.position() + 1) + " is none of its",
          line, text.length() - text.lastIndexOf('\n'));
    }
    return text;
  }
}
