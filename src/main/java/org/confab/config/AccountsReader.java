package org.confab.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.confab.yaml.Nearest;
import org.confab.yaml.Place;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree;

/** Reads the list of accounts, from the file and then from the environment, which replaces single values by index or adds at the end. */
final class AccountsReader {

  private static final List<String> NAMES = List.of("authId", "authToken", "authTokens");

  /** An account as far as it is known. */
  private static final class Draft {
    private Tree.Scalar authId;
    private List<Tree.Scalar> tokens = List.of();
    private final Place place;

    Draft(Place place) {
      this.place = place;
      this.authId = new Tree.Scalar("", place);
    }
  }

  private final Problems problems;
  private final List<Draft> drafts = new ArrayList<>();

  AccountsReader(Problems problems) {
    this.problems = problems;
  }

  /** {@code accounts:} of the file. */
  void file(Tree tree) {
    if (tree instanceof Tree.Scalar scalar && scalar.text().isEmpty()) {
      return;
    }
    if (!(tree instanceof Tree.Items items)) {
      problems.add(tree.place(), Keys.ACCOUNTS, "must be a list, as in [ { authId: …, authToken: … } ], not " + tree.kind());
      return;
    }
    items.items().forEach(this::account);
  }

  private void account(Tree tree) {
    Draft draft = new Draft(tree.place());
    String key = name(drafts.size());
    drafts.add(draft);
    if (!(tree instanceof Tree.Section section)) {
      problems.add(tree.place(), key, "must have authId and authToken, and is " + tree.kind());
      return;
    }
    if (section.keys().containsKey("authToken") && section.keys().containsKey("authTokens")) {
      problems.add(section.keys().get("authTokens"), key, "has authToken and authTokens; one of them is enough");
    }
    section.entries().forEach((name, value) -> {
      switch (name) {
        case "authId" -> single(key + ".authId", value, scalar -> draft.authId = scalar);
        case "authToken" -> single(key + ".authToken", value, scalar -> draft.tokens = List.of(scalar));
        case "authTokens" -> tokens(key + ".authTokens", value, draft);
        default -> problems.add(section.keys().get(name), key + "." + name, "is no key" + Nearest.hint(name, NAMES));
      }
    });
  }

  private void tokens(String key, Tree value, Draft draft) {
    if (value instanceof Tree.Items items) {
      List<Tree.Scalar> tokens = new ArrayList<>();
      items.items().forEach(item -> single(key, item, tokens::add));
      draft.tokens = List.copyOf(tokens);
    } else {
      problems.add(value.place(), key, "must be a list, not " + value.kind());
    }
  }

  private void single(String key, Tree value, Consumer<Tree.Scalar> use) {
    if (value instanceof Tree.Scalar scalar) {
      use.accept(scalar);
    } else {
      problems.add(value.place(), key, "must be a single value, not " + value.kind());
    }
  }

  /**
   * A variable of the environment.
   *
   * @param name in lower case: authid, authtoken or authtokens (comma-separated)
   * @return false if it is no such name
   */
  boolean variable(int index, String name, Tree.Scalar value) {
    if (!Set.of("authid", "authtoken", "authtokens").contains(name)) {
      return false;
    }
    if (index > drafts.size()) {
      problems.add(value.place(), name(index), "there is no account " + drafts.size() + " before it; count from 0, without gaps");
      return true;
    }
    if (index == drafts.size()) {
      drafts.add(new Draft(value.place()));
    }
    Draft draft = drafts.get(index);
    switch (name) {
      case "authid" -> draft.authId = value;
      case "authtoken" -> draft.tokens = List.of(value);
      default -> draft.tokens = Arrays.stream(value.text().split(",")).map(token -> new Tree.Scalar(token.trim(), value.place())).toList();
    }
    return true;
  }

  /** The accounts, those with mistakes left out: these are problems. */
  List<Account> accounts() {
    List<Account> accounts = new ArrayList<>();
    Map<String, Place> known = new HashMap<>();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      String key = name(i);
      List<String> ids = checked(List.of(draft.authId), key + ".authId", Values::authId);
      List<Secret> tokens = checked(draft.tokens, key + ".authToken", Values::secret);
      if (draft.tokens.isEmpty()) {
        problems.add(draft.place, key + ".authToken", "is missing");
      }
      for (String id : ids) {
        Place before = known.putIfAbsent(id, draft.authId.place());
        if (before != null) {
          problems.add(draft.authId.place(), key + ".authId", "is the same as that of " + before);
        }
        if (!tokens.isEmpty()) {
          accounts.add(new Account(id, tokens));
        }
      }
    }
    return accounts;
  }

  private <T> List<T> checked(List<Tree.Scalar> scalars, String key, Function<String, T> parser) {
    List<T> values = new ArrayList<>();
    for (Tree.Scalar scalar : scalars) {
      try {
        values.add(parser.apply(scalar.text()));
      } catch (IllegalArgumentException wrong) {
        problems.add(scalar.place(), key, wrong.getMessage());
      }
    }
    return values;
  }

  private static String name(int index) {
    return Keys.ACCOUNTS + "[" + index + "]";
  }
}
