/**
 * One FreeSWITCH box in its own terms: two Event Socket connections (events, commands), what is subscribed to, whether it is alive, what it can
 * do, its events as values and its commands as methods. Everything of a box happens on one Vert.x context.
 */
package org.confab.freeswitch;
