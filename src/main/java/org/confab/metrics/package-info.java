/** Every meter of Confab: its name, its help text, its tags. A tag is one of a few fixed words, never a name, number, UUID or URL. */
package org.confab.metrics;
