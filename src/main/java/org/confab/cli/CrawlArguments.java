package org.confab.cli;

import java.util.List;
import org.confab.check.Crawl;
import picocli.CommandLine.Option;

/** How far {@code confab check --crawl} goes. */
final class CrawlArguments {

  @Option(names = "--crawl", required = true, description = "Ask for everything that the URL's document leads to, as a call would, and say in one line each "
      + "what differs from Plivo.")
  private boolean crawl;

  @Option(names = "--crawl-depth", paramLabel = "N", description = "How many documents may lead to one that is asked for. Default: 8.")
  private int depth = 8;

  @Option(names = "--crawl-requests", paramLabel = "N", description = "How many requests are made at most. Default: 100.")
  private int requests = 100;

  @Option(names = "--crawl-keys", paramLabel = "KEYS", split = ",", description = "What is pressed at every GetDigits and GetInput, as in 1,2,1234: one "
      + "request for each. Default: 1.")
  private List<String> keys = List.of("1");

  Crawl.Options options(boolean extended) {
    return new Crawl.Options(depth, requests, keys, extended);
  }
}
