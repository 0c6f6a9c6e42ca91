/**
 * What outlives the process, in one SQLite file: the outbox, dead letters, and states of calls and conferences. Everything that a box's
 * context writes in one turn is one transaction; a thread of its own writes. While the file cannot be written, changes are held in memory.
 */
package org.confab.store;
