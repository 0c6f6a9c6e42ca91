import com.plivo.api.PlivoClient;
import com.plivo.api.models.conference.Conference;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Drives a conference through every method that Plivo's Java SDK has for conferences; arguments and input as of node.js. */
class Interop {

  private static void is(Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw new AssertionError(wanted + ", not " + found);
    }
  }

  public static void main(String[] args) throws Exception {
    HttpUrl confab = HttpUrl.get(args[0]);
    String token = args[2];
    String name = args[3];
    // the SDK's hosts, led to Confab
    OkHttpClient.Builder led = new OkHttpClient.Builder().addInterceptor(chain -> chain.proceed(chain.request().newBuilder()
        .url(chain.request().url().newBuilder().scheme(confab.scheme()).host(confab.host()).port(confab.port()).build()).build()));
    PlivoClient client = new PlivoClient(args[1], token, led);
    is(true, Conference.listGetter().client(client).get().getConferences().contains(name));
    Conference shown = Conference.getter(name).client(client).get();
    is("3", shown.getConferenceMemberCount());
    List<String> ids = shown.getMembers().stream().map(member -> member.getMemberId()).toList();
    String first = ids.get(0);
    is("muted", Conference.memberMuter(name, first).client(client).create().getMessage());
    Conference.memberMuteStopper(name, first).client(client).delete();
    is("deaf", Conference.memberDeafer(name, first + "," + ids.get(1)).client(client).create().getMessage());
    Conference.memberDeafStopper(name, "all").client(client).delete();
    is("play queued into conference", Conference.memberPlayer(name, "all", args[4]).client(client).create().getMessage());
    Conference.memberPlayStopper(name, "all").client(client).delete();
    Conference.memberSpeaker(name, first, "Hello").voice("MAN").language("en-GB").client(client).create();
    Conference.memberSpeakStopper(name, first).client(client).delete();
    // what is said of the recording is not sent by the SDK: it is mp3, and nobody is told of it
    is("conference recording started", Conference.recorder(name).fileFormat("wav").callbackUrl(args[5]).callbackMethod("POST").client(client).create()
        .getMessage());
    Conference.recordStopper(name).client(client).delete();
    Conference.memberKicker(name, ids.get(2)).client(client).create();
    Conference.memberHangupper(name, ids.get(1)).client(client).delete();
    Conference.deleter(name).client(client).delete();
    Conference.allDeleter().client(client).delete();

    // Utils.validateSignatureV3 leaves the URL's port out, and so says no to whatever is signed for a URL that has one, as the test's do
    System.out.println("16 methods, no signatures, no callback");
  }
}
