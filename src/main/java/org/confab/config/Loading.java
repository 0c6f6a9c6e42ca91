package org.confab.config;

import java.util.List;
import org.confab.yaml.Problem;

/** What came of reading the settings. */
public sealed interface Loading {

  /** Settings that can be used; each warning is something that has no effect. */
  record Loaded(Settings settings, List<Problem> warnings) implements Loading {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /** Everything that is wrong, in the order of the file. */
  record Rejected(List<Problem> problems) implements Loading {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
