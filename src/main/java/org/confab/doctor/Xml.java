package org.confab.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** FreeSWITCH's XML, as somebody wrote it: nothing outside of it is looked at. */
final class Xml {

  private Xml() {}

  /** Where it is broken is in the exception: {@link SAXParseException}. */
  static Document read(byte[] text) throws SAXException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder.parse(new ByteArrayInputStream(text));
    } catch (ParserConfigurationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The {@code <param>}s of a configuration, by name; none if it cannot be read. */
  static Map<String, String> params(String text) {
    Map<String, String> params = new LinkedHashMap<>();
    try {
      NodeList all = read(text.getBytes(StandardCharsets.UTF_8)).getElementsByTagName("param");
      for (int i = 0; i < all.getLength(); i++) {
        params.put(((Element) all.item(i)).getAttribute("name"), ((Element) all.item(i)).getAttribute("value"));
      }
    } catch (SAXException nothing) {
      return Map.of();
    }
    return params;
  }

  /** The elements in it of that name, in their order, and no deeper ones. */
  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  /** The parser's own handler would print. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException harmless) {}

    @Override
    public void error(SAXParseException wrong) throws SAXException {
      throw wrong;
    }

    @Override
    public void fatalError(SAXParseException wrong) throws SAXException {
      throw wrong;
    }
  }
}
