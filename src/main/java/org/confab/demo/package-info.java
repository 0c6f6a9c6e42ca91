/**
 * {@code confab demo}: the service, a simulated FreeSWITCH and a sample application in one process, and what goes between them on the
 * screen. Nothing in here is needed by the service itself.
 */
package org.confab.demo;
