package org.confab.apptest;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.plivo.HttpMethod;

/**
 * A file of scenarios.
 *
 * @param answer    the application's answer URL; empty: the command line says it
 * @param hangup    told when a call is over
 * @param account   signs the requests; empty: whoever runs the tests has one
 * @param restPort  where the application finds Confab's REST API meanwhile; 0: any free port
 * @param scenarios in the file's order
 */
record TestFile(Path path, Optional<URI> answer, HttpMethod method, Optional<String> fallback, Optional<String> hangup, Optional<Account> account, int maxMembers, int restPort,
    List<Scenario> scenarios) {

  record Scenario(String name, int line, List<Step> steps) {}
}
