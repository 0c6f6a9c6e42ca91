/** Measurements, run by scripts/bench and never by the tests. What they measured is in docs/performance.md. */
package org.confab.bench;
