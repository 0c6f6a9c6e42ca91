/**
 * A simulated FreeSWITCH: an Event Socket server with the calls, the applications and the part of mod_conference that Confab uses. It serves
 * the demo, the scenario suite and the load test, and is only worth something while it is true: its frames are compared with recordings of
 * FreeSWITCH 1.10.12 and 1.11.1.
 */
package org.confab.simulator;
