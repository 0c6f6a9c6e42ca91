/** Settings: read from confab.yaml and the environment, checked as a whole before anything starts, with the place of every mistake. */
package org.confab.config;
