package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import org.confab.conference.Deed.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of everybody in a conference, by what their elements say and what somebody does; on a FreeSWITCH that ends the room when an
 * endconf member leaves and on one that does not, with the same outcome.
 *
 * <p>A, B and C ask in this order. Their elements are Plivo's defaults but for: {@code wait} startConferenceOnEnter=false, {@code end}
 * endConferenceOnExit=true, {@code leave} stayAlone=false, {@code star} hangupOnStar=true, {@code max<n>}, {@code limit} 10 minutes, {@code
 * none} no time limit. The outcome is where each is: {@code in}, or how its element ended.
 */
class ConferenceDecisionTableTest {

  private static final String NAMES = "ABC";
  private static final Deed LIMIT_PASSES = new Deed(Kind.TIME_PASSES, 0, 3, Story.settings());

  @ParameterizedTest(name = "A {0}, B {1}, C {2}; {3}: {4}")
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      // A          | B          | C          | what happens              | outcome
      // nobody is sent home by a leave
      "''           | -          | -          | -                         | A in",
      "''           | ''         | -          | B hangs up                | A in, B hangup",
      "''           | ''         | ''         | B hangs up                | A in, B hangup, C in",
      "''           | ''         | ''         | B hangs up; A hangs up    | A hangup, B hangup, C in",
      "wait         | wait       | -          | B hangs up                | A in, B hangup",
      // endConferenceOnExit: whichever way its holder leaves, whether the room has started or not, everybody goes on
      "end          | ''         | ''         | A hangs up                | A hangup, B moderator-left, C moderator-left",
      "''           | end        | ''         | B hangs up                | A moderator-left, B hangup, C moderator-left",
      "''           | end        | ''         | A hangs up                | A hangup, B in, C in",
      "end star     | ''         | ''         | A presses *               | A star, B moderator-left, C moderator-left",
      "end          | ''         | ''         | A presses *               | A in, B in, C in",
      "end          | ''         | ''         | A is kicked               | A kick, B moderator-left, C moderator-left",
      "end          | ''         | ''         | A is transferred          | A transferred, B moderator-left, C moderator-left",
      "wait end     | wait       | -          | A hangs up                | A hangup, B moderator-left",
      "end          | end        | ''         | A hangs up                | A hangup, B moderator-left, C moderator-left",
      "end          | leave      | -          | A hangs up                | A hangup, B moderator-left",
      "end          | wait leave | -          | A hangs up                | A hangup, B moderator-left",
      "wait         | end        | -          | B hangs up                | A moderator-left, B hangup",
      // stayAlone=false: the last one goes, if the room started and he had company; whoever is first waits for the second
      "leave        | -          | -          | -                         | A in",
      "wait leave   | -          | -          | -                         | A in",
      "leave        | ''         | -          | B hangs up                | A alone, B hangup",
      "''           | leave      | -          | B hangs up                | A in, B hangup",
      "''           | leave      | -          | A hangs up                | A hangup, B alone",
      "leave        | leave      | -          | A hangs up                | A hangup, B alone",
      "leave        | ''         | ''         | B hangs up                | A in, B hangup, C in",
      "leave        | ''         | ''         | B hangs up; C hangs up    | A alone, B hangup, C hangup",
      "leave        | leave      | leave      | C hangs up; A hangs up    | A hangup, B alone, C hangup",
      "wait leave   | wait       | -          | B hangs up                | A in, B hangup",
      "wait leave   | ''         | -          | B hangs up                | A alone, B hangup",
      "wait leave   | wait       | ''         | B hangs up; C hangs up    | A alone, B hangup, C hangup",
      "leave        | star       | -          | B presses *               | A alone, B star",
      "leave        | ''         | -          | B is kicked               | A alone, B kick",
      "leave        | ''         | -          | B is transferred          | A alone, B transferred",
      "leave        | leave end  | -          | B hangs up                | A moderator-left, B hangup",
      "leave end    | ''         | -          | B hangs up                | A alone, B hangup",
      "leave end    | ''         | -          | B hangs up; C asks        | A alone, B hangup, C in",
      "leave        | ''         | -          | B hangs up; B asks        | A alone, B in",
      // hangupOnStar is the presser's own
      "star         | ''         | -          | A presses *               | A star, B in",
      "star         | ''         | -          | B presses *               | A in, B in",
      "star         | ''         | -          | A presses 1               | A in, B in",
      "star         | ''         | -          | A presses #               | A in, B in",
      "star         | -          | -          | A presses *               | A star",
      "wait star    | -          | -          | A presses *               | A star",
      "star         | star       | -          | A presses *; B presses *  | A star, B star",
      "star         | ''         | -          | A presses *; A asks       | A in, B in",
      // maxMembers is the joiner's own
      "max1         | -          | -          | -                         | A in",
      "max1         | ''         | -          | -                         | A in, B in",
      "''           | max1       | -          | -                         | A in, B full",
      "''           | max2       | -          | -                         | A in, B in",
      "''           | max2       | max2       | -                         | A in, B in, C full",
      "''           | max2       | max3       | -                         | A in, B in, C in",
      "''           | max1       | max1       | A hangs up; B asks        | A hangup, B in, C full",
      "wait         | wait max1  | -          | -                         | A in, B full",
      "leave        | max1       | -          | -                         | A in, B full",
      "end          | ''         | max2       | A hangs up; C asks        | A hangup, B moderator-left, C in",
      // the creator's timeLimit
      "limit        | ''         | ''         | limit                     | A time-limit, B time-limit, C time-limit",
      "''           | limit      | -          | limit                     | A in, B in",
      "none         | limit      | -          | limit                     | A in, B in",
      "limit        | none       | -          | A hangs up; limit         | A hangup, B time-limit",
      "limit wait   | wait       | -          | limit                     | A time-limit, B time-limit",
      "limit        | leave      | -          | limit                     | A time-limit, B time-limit",
      "limit end    | ''         | -          | limit                     | A time-limit, B time-limit",
      "limit        | ''         | ''         | limit; C asks             | A time-limit, B time-limit, C in",
      "limit        | -          | -          | A hangs up; B asks; limit | A hangup, B in",
      "limit star   | ''         | -          | A presses *; limit        | A star, B time-limit",
      "limit        | end        | -          | B hangs up; limit         | A moderator-left, B hangup",
      // FreeSWITCH has the last word on who comes in
      "''           | ''         | -          | C is turned away          | A in, B in, C rejected",
      "leave        | -          | -          | C is turned away          | A in, C rejected",
      "leave        | ''         | -          | B hangs up; C is turned away | A alone, B hangup, C rejected"})
  void everybodyEndsWhereTheTableSays(String a, String b, String c, String happens, String outcome) {
    for (boolean endconfEndsRoom : List.of(true, false)) {
      Table table = new Table(endconfEndsRoom, java.util.Arrays.asList(a, b, c));
      if (happens != null) {
        List.of(happens.split("; ")).forEach(table::happens);
      }
      assertThat(table.outcome()).as("endconf ends the room: " + endconfEndsRoom).isEqualTo(outcome);
    }
  }

  /** How a member of two goes away; it goes only if that way is open to it. */
  enum Way {
    HANGS_UP("hangup"), PRESSES("star"), IS_KICKED("kick"), IS_TRANSFERRED("transferred");

    final String end;

    Way(String end) {
      this.end = end;
    }
  }

  /** All that two members can be, and every way in which either can go. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  void whoeverOfTwoGoesTheOtherEndsAsTheRulesOfPlivoSay(@ForAll boolean waitsA, @ForAll boolean endsA, @ForAll boolean leavesA, @ForAll boolean starA,
      @ForAll boolean waitsB, @ForAll boolean endsB, @ForAll boolean leavesB, @ForAll boolean starB, @ForAll boolean firstGoes, @ForAll Way way,
      @ForAll boolean endconfEndsRoom) {
    Table table = new Table(endconfEndsRoom, List.of(wish(waitsA, endsA, leavesA, starA), wish(waitsB, endsB, leavesB, starB)));
    table.happens((firstGoes ? "A " : "B ") + way.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (way == Way.PRESSES ? " *" : ""));
    boolean goes = way != Way.PRESSES || (firstGoes ? starA : starB);
    boolean started = !waitsA || !waitsB;
    String goer = goes ? way.end : "in";
    String other = !goes ? "in" : (firstGoes ? endsA : endsB) ? "moderator-left" : started && (firstGoes ? leavesB : leavesA) ? "alone" : "in";
    assertThat(table.outcome()).isEqualTo(firstGoes ? "A " + goer + ", B " + other : "A " + other + ", B " + goer);
  }

  private static String wish(boolean waits, boolean ends, boolean leaves, boolean star) {
    return (waits ? "wait " : "") + (ends ? "end " : "") + (leaves ? "leave " : "") + (star ? "star" : "");
  }

  /** A world in which one thing happens after the other, each to its end. */
  private static final class Table {
    private final World world;
    private final Map<Integer, MemberSettings> wishes = new TreeMap<>();
    private final Map<Integer, String> names = new TreeMap<>();

    Table(boolean endconfEndsRoom, List<String> words) {
      world = new World(endconfEndsRoom);
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i) != null) {
          wishes.put(i, settings(words.get(i)));
          does(Kind.ASKS, i, 1);
        }
      }
    }

    private static MemberSettings settings(String words) {
      List<String> all = List.of(words.trim().split(" +"));
      int max = all.stream().filter(word -> word.startsWith("max")).mapToInt(word -> Integer.parseInt(word.substring(3))).findFirst().orElse(20);
      Duration limit = all.contains("limit") ? Duration.ofMinutes(10) : all.contains("none") ? Duration.ZERO : Duration.ofDays(1);
      List<String> known = List.of("", "wait", "end", "leave", "star", "limit", "none");
      assertThat(all).allMatch(word -> known.contains(word) || word.startsWith("max"));
      return new MemberSettings(false, !all.contains("wait"), all.contains("end"), !all.contains("leave"), all.contains("star"), max, limit);
    }

    private void does(Kind kind, int caller, int pick) {
      world.does(new Deed(kind, caller, pick, wishes.computeIfAbsent(caller, number -> Story.settings())));
      if (kind == Kind.ASKS) {
        names.put(caller, world.nameOf(caller));
      }
      world.box.strands().allGoesOnInOrder();
    }

    void happens(String what) {
      if (what.equals("limit")) {
        world.does(LIMIT_PASSES);
        world.box.strands().allGoesOnInOrder();
        return;
      }
      int caller = NAMES.indexOf(what.charAt(0));
      String deed = what.substring(2);
      switch (deed) {
        case "asks" -> does(Kind.ASKS, caller, 1);
        case "hangs up" -> does(Kind.HANGS_UP, caller, 0);
        case "is kicked" -> does(Kind.IS_KICKED, caller, 0);
        case "is transferred" -> does(Kind.IS_TRANSFERRED, caller, 0);
        case "is turned away" -> {
          does(Kind.IS_TURNED_AWAY, caller, 0);
          does(Kind.ASKS, caller, 1);
        }
        default -> {
          assertThat(deed).startsWith("presses ");
          does(Kind.PRESSES, caller, Deed.KEYS.indexOf(deed.substring("presses ".length())));
        }
      }
    }

    /** Where everybody is who ever asked; all that is owed has been answered, and who goes on can. */
    String outcome() {
      world.settles();
      world.audit.balances();
      List<String> all = new ArrayList<>();
      names.forEach((number, call) -> all.add(NAMES.charAt(number) + " " + where(call)));
      return String.join(", ", all);
    }

    private String where(String call) {
      return world.box.channels.get(call).room.isPresent() ? "in" : world.answers.get(call);
    }
  }
}
