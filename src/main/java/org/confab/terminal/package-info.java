/** What people read: where lines go, how wide they may be, and whether they are coloured. */
package org.confab.terminal;
