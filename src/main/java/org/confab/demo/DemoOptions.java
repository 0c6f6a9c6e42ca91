package org.confab.demo;

import java.net.URI;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.plivo.HttpMethod;

/**
 * What a person can choose.
 *
 * @param application the answer URL of the person's own application; none: the sample
 * @param method      of the answer URL
 * @param hangupUrl   told when a call ends; the sample has its own
 * @param account     whose conferences these are; its token signs the requests
 * @param port        of health and metrics; 0: any free one
 */
public record DemoOptions(Optional<URI> application, HttpMethod method, Optional<URI> hangupUrl, Account account, int port) {}
