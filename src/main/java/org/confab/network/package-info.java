/**
 * Addresses and networks, as values: which of them a request may go to. Knows only the JDK, and asks nobody for the address of a name.
 */
package org.confab.network;
