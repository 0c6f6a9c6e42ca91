package org.confab.simulator;

/**
 * A command that came over the Event Socket, for who watches the switch.
 *
 * @param line        its first line, such as {@code api uuid_kill <uuid>}
 * @param application what {@code sendmsg} executes; empty where there is none
 * @param argument    that application's argument; empty where there is none
 */
public record ReceivedCommand(String line, String application, String argument) {}
