package org.confab.check;

import java.util.List;
import org.confab.call.Opening;
import org.confab.call.SoundPlan;
import org.confab.freeswitch.Chain;
import org.confab.plivo.DTMFElement;
import org.confab.plivo.PlayElement;
import org.confab.plivo.Printable;
import org.confab.plivo.SoundElement;
import org.confab.plivo.SpeakElement;
import org.confab.plivo.WaitElement;

/** What is heard, in words. */
final class SoundFacts {

  private static final String TONE = "tone_stream://";

  private SoundFacts() {}

  static String heard(SoundElement element, Urls urls) {
    if (element instanceof PlayElement it) {
      return it.source().startsWith(TONE) ? "nothing for the tone " + Printable.of(it.source()) + ", which only a Play outside can play"
          : played(it, urls);
    } else if (element instanceof SpeakElement it) {
      return said(it);
    }
    return Durations.words(((WaitElement) element).length()) + " of silence";
  }

  static String played(PlayElement play, Urls urls) {
    String source = play.source();
    String what = source.startsWith(TONE) ? "the tone " + Printable.of(source)
        : source.contains("://") ? urls.of(play.line(), source) : "from sounds.directory, or as a relative URL: " + Printable.of(source);
    return what + times(play.loop());
  }

  static String said(SpeakElement speak) {
    return "\"" + Printable.of(speak.text()) + "\"" + speak.voice().map(voice -> ", voice " + Printable.of(voice)).orElse("")
        + speak.language().map(language -> ", in " + Printable.of(language)).orElse("") + times(speak.loop());
  }

  static List<Fact> sent(DTMFElement dtmf, Opening opening) {
    return List.of(
        new Fact("sends", "the keys " + dtmf.digits() + (dtmf.async() ? ", while the elements below run" : ", and then goes on")),
        new Fact("FreeSWITCH", words(SoundPlan.send(opening, dtmf.digits(), dtmf.async()))));
  }

  /** The applications, without the colon of one that has no argument. */
  static String words(Chain chain) {
    return chain.toString().replaceAll(":(?= |$)", "");
  }

  private static String times(int loop) {
    return loop == 0 ? ", for ever" : loop == 1 ? "" : ", " + loop + " times";
  }
}
