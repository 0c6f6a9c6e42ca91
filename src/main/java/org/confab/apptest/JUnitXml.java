package org.confab.apptest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Outcomes as build servers read them: a {@code testsuite} for each file, a {@code testcase} for each scenario (Apache Ant's and Surefire's format). */
public final class JUnitXml {

  private JUnitXml() {}

  /** Writes them to a file, which is replaced. */
  public static void write(List<Outcome> outcomes, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      counts(xml, outcomes);
      Map<Path, List<Outcome>> files = outcomes.stream().collect(Collectors.groupingBy(Outcome::file, LinkedHashMap::new, Collectors.toList()));
      for (Map.Entry<Path, List<Outcome>> each : files.entrySet()) {
        suite(xml, each.getKey(), each.getValue());
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException failed) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  private static void suite(XMLStreamWriter xml, Path file, List<Outcome> outcomes) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", legal(file.toString()));
    counts(xml, outcomes);
    for (Outcome outcome : outcomes) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", legal(file.toString()));
      xml.writeAttribute("name", legal(outcome.scenario()));
      xml.writeAttribute("time", seconds(outcome.took()));
      if (outcome.failure().isPresent()) {
        Failure failure = outcome.failure().get();
        xml.writeStartElement("failure");
        xml.writeAttribute("message", legal("line " + failure.line() + ": " + failure.what()));
        xml.writeCharacters(legal(file + ":" + failure.line() + ": " + failure.what() + "\n" + String.join("\n", failure.detail()) + "\n"));
        xml.writeEndElement();
      }
      if (!outcome.warnings().isEmpty()) {
        xml.writeStartElement("system-err");
        xml.writeCharacters(legal(String.join("\n", outcome.warnings()) + "\n"));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void counts(XMLStreamWriter xml, List<Outcome> outcomes) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(outcomes.size()));
    xml.writeAttribute("failures", Long.toString(outcomes.stream().filter(outcome -> !outcome.passed()).count()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("time", seconds(outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus)));
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
  }

  /** Without what no XML document may hold (XML 1.0, 2.2). */
  private static String legal(String text) {
    return text.codePoints().map(c -> c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
