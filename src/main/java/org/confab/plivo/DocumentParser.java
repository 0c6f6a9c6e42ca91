package org.confab.plivo;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.confab.plivo.DocumentText.Unreadable;

/**
 * The XML of a document, whatever it is for: {@code <Response>} and what is in it. The bytes may be anything: at most {@link
 * AnswerDocuments#LARGEST} of them, no DTD of any kind and so no entities beyond XML's own five, at most {@link #DEEPEST} elements in one
 * another and {@link #MOST_ELEMENTS} in all.
 */
final class DocumentParser {

  static final int DEEPEST = 32;
  static final int MOST_ELEMENTS = 1000;
  static final int MOST_ATTRIBUTES = 100;

  private static final String ROOT = "Response";

  private final XMLStreamReader xml;
  private final int linesBefore;
  private final Deque<RawElement> open = new ArrayDeque<>();
  private RawElement root;
  private int elements;

  private DocumentParser(XMLStreamReader xml, int linesBefore) {
    this.xml = xml;
    this.linesBefore = linesBefore;
  }

  /**
   * The document's root. Never throws anything else, and keeps nothing of {@code body}; takes time and memory in proportion to at most {@link
   * AnswerDocuments#LARGEST} bytes.
   */
  static RawElement parse(byte[] body, Warnings warnings) throws Unreadable {
    DocumentText document = DocumentText.of(body);
    if (document.blanks() > 0) {
      warnings.add(1, "there is white space before the document; it is ignored");
    }
    RawElement root;
    try {
      XMLStreamReader xml = parsers().createXMLStreamReader(new StringReader(document.text()));
      try {
        root = new DocumentParser(xml, document.lines()).root();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw malformed(e, document.lines());
    } catch (RuntimeException e) {
      // the JDK's scanner throws unchecked exceptions at some broken declarations
      throw new Unreadable("this is not well-formed XML: " + Printable.of(String.valueOf(e.getMessage())), 1, 1);
    }
    warnAbout(root, warnings);
    return root;
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

  private RawElement root() throws XMLStreamException, Unreadable {
    while (xml.hasNext()) {
      Location before = xml.getLocation();
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(before.getLineNumber() + linesBefore);
        case XMLStreamConstants.END_ELEMENT -> open.pop();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.peek().append(xml.getText());
          }
        }
        case XMLStreamConstants.DTD -> throw refused("the document has a DTD (<!DOCTYPE …>), which is never read; leave it out");
        case XMLStreamConstants.ENTITY_REFERENCE -> throw refused("the entity &" + Printable.of(String.valueOf(xml.getLocalName()))
            + "; is not one of XML's own (&amp; &lt; &gt; &quot; &apos;)");
        default -> { }
      }
    }
    if (root == null) {
      throw refused("the document has no <Response>");
    }
    return root;
  }

  private void start(int line) throws Unreadable {
    String name = xml.getLocalName();
    if (open.isEmpty() && !name.equals(ROOT)) {
      throw refused(name.equalsIgnoreCase("html")
          ? DocumentText.HTML
          : "the document's element is <" + Printable.of(name) + ">, but has to be <Response>");
    }
    if (open.size() == DEEPEST) {
      throw refused("elements are nested more than " + DEEPEST + " deep");
    }
    if (++elements > MOST_ELEMENTS) {
      throw refused("the document has more than " + MOST_ELEMENTS + " elements");
    }
    if (xml.getAttributeCount() > MOST_ATTRIBUTES) {
      throw refused("<" + Printable.of(name) + "> has more than " + MOST_ATTRIBUTES + " attributes");
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
      open.peek().append(element);
    }
    open.push(element);
  }

  private static void warnAbout(RawElement root, Warnings warnings) {
    for (Map.Entry<String, String> attribute : root.attributes().entrySet()) {
      if (!attribute.getKey().startsWith("xmlns") && !attribute.getKey().startsWith("xsi:")) {
        warnings.add(root.line(), "<Response> has no attribute \"" + Printable.of(attribute.getKey()) + "\"; it is ignored");
      }
    }
    if (!root.text().isEmpty()) {
      warnings.add(root.line(), "text outside of any element is ignored: " + Printable.of(root.text()));
    }
  }

  private Unreadable refused(String reason) {
    Location at = xml.getLocation();
    return new Unreadable(reason, Math.max(1, at.getLineNumber()) + linesBefore, Math.max(1, at.getColumnNumber()));
  }

  private static Unreadable malformed(XMLStreamException e, int linesBefore) {
    // the JDK prefixes its message with "ParseError at [row,col]:[1,2]\nMessage: "
    String message = String.valueOf(e.getMessage()).replaceFirst("(?s)\\AParseError at .*?\nMessage: ", "");
    Location at = e.getLocation();
    return new Unreadable("this is not well-formed XML: " + Printable.of(message.strip()),
        (at == null ? 1 : Math.max(1, at.getLineNumber())) + linesBefore, at == null ? 1 : Math.max(1, at.getColumnNumber()));
  }
}
