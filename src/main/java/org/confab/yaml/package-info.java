/** YAML files that people write: read with the place of everything, so that what is wrong with one can be shown where it is. */
package org.confab.yaml;
