package org.confab.demo;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.Printable;
import org.confab.plivo.Reading;

/** An answer document for people: one element per line, indented, however it was written. */
final class DocumentLines {

  private final List<String> lines = new ArrayList<>();
  private final int width;

  private DocumentLines(int width) {
    this.width = width;
  }

  /** The document's lines, safe to print; what is no document comes as it is, with the reason. */
  static List<String> of(byte[] body, int width) {
    if (body.length == 0) {
      return List.of("(empty)");
    }
    if (AnswerDocuments.read(body) instanceof Reading.Refused refused) {
      List<String> raw = new ArrayList<>(List.of("refused: " + refused));
      new String(body, StandardCharsets.UTF_8).lines().limit(5).map(Printable::of).forEach(raw::add);
      return raw;
    }
    try {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      DocumentLines document = new DocumentLines(width);
      document.read(factory.createXMLStreamReader(new ByteArrayInputStream(body)));
      return document.lines;
    } catch (XMLStreamException odd) {
      return new String(body, StandardCharsets.UTF_8).lines().map(Printable::of).toList();
    }
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    int depth = 0;
    boolean empty = false;
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          text(text, depth);
          start(xml, depth++);
          empty = true;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          end(xml.getLocalName(), text.toString().strip(), depth, empty);
          text.setLength(0);
          empty = false;
        }
        default -> { }
      }
    }
  }

  private void start(XMLStreamReader xml, int depth) {
    String line = "  ".repeat(depth) + "<" + xml.getLocalName();
    List<String> attributes = new ArrayList<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes.add(" " + xml.getAttributeLocalName(i) + "=\"" + Printable.of(xml.getAttributeValue(i)) + "\"");
    }
    int column = line.length();
    boolean fit = attributes.stream().allMatch(attribute -> column + attribute.length() < width);
    String below = fit ? " ".repeat(column) : "  ".repeat(depth) + " "; // further to the left there is room for a long URL
    for (String attribute : attributes) {
      if (line.length() + attribute.length() >= width && !line.isBlank()) {
        lines.add(line);
        line = below;
      }
      line += attribute;
    }
    lines.add(line + ">");
  }

  private void end(String name, String text, int depth, boolean empty) {
    String last = lines.get(lines.size() - 1);
    if (empty && text.isEmpty()) {
      lines.set(lines.size() - 1, last.substring(0, last.length() - 1) + "/>");
    } else if (empty && last.length() + text.length() + name.length() + 3 <= width) {
      lines.set(lines.size() - 1, last + Printable.of(text) + "</" + name + ">");
    } else {
      text(new StringBuilder(text), depth + 1);
      lines.add("  ".repeat(depth) + "</" + name + ">");
    }
  }

  private void text(StringBuilder text, int depth) {
    String stripped = text.toString().strip();
    if (!stripped.isEmpty()) {
      lines.add("  ".repeat(depth) + Printable.of(stripped));
    }
    text.setLength(0);
  }
}
