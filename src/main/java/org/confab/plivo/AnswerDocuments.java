package org.confab.plivo;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads what an application returned. The bytes may be anything: at most {@link #LARGEST} of them, no DTD of any kind and so no entities
 * beyond XML's own five, at most {@link #DEEPEST} elements in one another and {@link #MOST_ELEMENTS} in all.
 */
public final class AnswerDocuments {

  /** Bytes; Plivo's limit of 100 KB (docs.plivo.com/docs/voice/xml/request). */
  public static final int LARGEST = 100 * 1024;
  static final int DEEPEST = 32;
  static final int MOST_ELEMENTS = 1000;
  static final int MOST_ATTRIBUTES = 100;

  private static final String ROOT = "Response";

  private final XMLStreamReader xml;
  private final Warnings warnings;
  private final int linesBefore;
  private final Deque<RawElement> open = new ArrayDeque<>();
  private RawElement root;
  private int elements;

  private AnswerDocuments(XMLStreamReader xml, Warnings warnings, int linesBefore) {
    this.xml = xml;
    this.warnings = warnings;
    this.linesBefore = linesBefore;
  }

  /**
   * Reads a document in UTF-8, in UTF-16 (with a byte order mark or without), or in the encoding that it declares. Never throws, and keeps
   * nothing of {@code body}; takes time and memory in proportion to at most {@link #LARGEST} bytes.
   */
  public static Reading read(byte[] body) {
    DocumentText document;
    try {
      document = DocumentText.of(body);
    } catch (DocumentText.Unreadable e) {
      return e.refused();
    }
    Warnings warnings = new Warnings();
    if (document.blanks() > 0) {
      warnings.add(1, "there is white space before the document; it is ignored");
    }
    try {
      XMLStreamReader xml = parsers().createXMLStreamReader(new StringReader(document.text()));
      try {
        return new AnswerDocuments(xml, warnings, document.lines()).read();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      return malformed(e, document.lines());
    } catch (RuntimeException e) {
      // the JDK's scanner throws unchecked exceptions at some broken declarations
      return new Reading.Refused("this is not well-formed XML: " + Printable.of(String.valueOf(e.getMessage())), 1, 1);
    }
  }

  private static XMLInputFactory parsers() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory(); // the JDK's own, whatever else is on the class path
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("an external entity");
    });
    return factory;
  }

  private Reading read() throws XMLStreamException {
    while (xml.hasNext()) {
      Location before = xml.getLocation();
      Reading refused = switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(before.getLineNumber() + linesBefore);
        case XMLStreamConstants.END_ELEMENT -> {
          open.pop();
          yield null;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.peek().append(xml.getText());
          }
          yield null;
        }
        case XMLStreamConstants.DTD -> refused("the document has a DTD (<!DOCTYPE …>), which is never read; leave it out");
        case XMLStreamConstants.ENTITY_REFERENCE -> refused("the entity &" + Printable.of(String.valueOf(xml.getLocalName()))
            + "; is not one of XML's own (&amp; &lt; &gt; &quot; &apos;)");
        default -> null;
      };
      if (refused != null) {
        return refused;
      }
    }
    return root == null ? refused("the document has no <Response>") : new Reading.Accepted(document());
  }

  private Reading start(int line) {
    String name = xml.getLocalName();
    if (open.isEmpty() && !name.equals(ROOT)) {
      return refused(name.equalsIgnoreCase("html")
          ? DocumentText.HTML
          : "the document's element is <" + Printable.of(name) + ">, but has to be <Response>");
    }
    if (open.size() == DEEPEST) {
      return refused("elements are nested more than " + DEEPEST + " deep");
    }
    if (++elements > MOST_ELEMENTS) {
      return refused("the document has more than " + MOST_ELEMENTS + " elements");
    }
    if (xml.getAttributeCount() > MOST_ATTRIBUTES) {
      return refused("<" + Printable.of(name) + "> has more than " + MOST_ATTRIBUTES + " attributes");
    }
    RawElement element = new RawElement(name, line);
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String prefix = xml.getAttributePrefix(i); // split off even though namespaces are off
      String local = xml.getAttributeLocalName(i);
      element.attributes().put(prefix == null || prefix.isEmpty() ? local : prefix + ":" + local, xml.getAttributeValue(i));
    }
    if (open.isEmpty()) {
      root = element;
    } else {
      open.peek().children().add(element);
    }
    open.push(element);
    return null;
  }

  private AnswerDocument document() {
    for (Map.Entry<String, String> attribute : root.attributes().entrySet()) {
      if (!attribute.getKey().startsWith("xmlns") && !attribute.getKey().startsWith("xsi:")) {
        warnings.add(root.line(), "<Response> has no attribute \"" + Printable.of(attribute.getKey()) + "\"; it is ignored");
      }
    }
    if (!root.text().isEmpty()) {
      warnings.add(root.line(), "text outside of any element is ignored: " + Printable.of(root.text()));
    }
    List<Element> read = new ArrayList<>();
    for (RawElement element : root.children()) {
      read.add(ElementReaders.read(element, warnings));
    }
    return new AnswerDocument(read, warnings.toList());
  }

  private Reading refused(String reason) {
    Location at = xml.getLocation();
    return new Reading.Refused(reason, Math.max(1, at.getLineNumber()) + linesBefore, Math.max(1, at.getColumnNumber()));
  }

  private static Reading malformed(XMLStreamException e, int linesBefore) {
    // the JDK prefixes its message with "ParseError at [row,col]:[1,2]\nMessage: "
    String message = String.valueOf(e.getMessage()).replaceFirst("(?s)\\AParseError at .*?\nMessage: ", "");
    Location at = e.getLocation();
    return new Reading.Refused("this is not well-formed XML: " + Printable.of(message.strip()),
        (at == null ? 1 : Math.max(1, at.getLineNumber())) + linesBefore, at == null ? 1 : Math.max(1, at.getColumnNumber()));
  }
}
