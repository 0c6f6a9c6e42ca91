// Drives one conference through every method that Plivo's .NET SDK has for conferences, and has its validator look at the signatures of callbacks.
// arguments: URL AUTH_ID AUTH_TOKEN CONFERENCE SOUND_URL CALLBACK_URL; callbacks on standard input (one JSON object a line: method, uri, nonce, signature, params)
using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using Plivo;
using Plivo.Client;
using Plivo.Utilities;

/// The SDK takes member_id for a string, and fails where an answer has the list.
class OneString : DelegatingHandler
{
    public OneString() : base(new HttpClientHandler())
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var response = await base.SendAsync(request, token);
        var body = await response.Content.ReadAsStringAsync();
        body = Regex.Replace(body, "\"member_id\":\\[([^\\]]*)\\]", found => "\"member_id\":\"" + found.Groups[1].Value.Replace("\"", "") + "\"");
        response.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return response;
    }
}

static class Sdk
{
    static PlivoApi Led(string url, string authId, string authToken)
    {
        var api = new PlivoApi(authId, authToken);
        var own = (SystemHttpClient) api.Client._client;
        var confab = new System.Net.Http.HttpClient(new OneString()) { BaseAddress = new Uri(url + "/v1/"), Timeout = TimeSpan.FromSeconds(5) };
        confab.DefaultRequestHeaders.Authorization = own._client.DefaultRequestHeaders.Authorization;
        own._client = own._voiceBaseUriClient = own._voiceFallback1Client = own._voiceFallback2Client = confab;
        return api;
    }

    static void Check(bool truth, string what)
    {
        if (!truth)
        {
            throw new Exception("not so: " + what);
        }
    }

    static void Fails(Action call)
    {
        try
        {
            call();
        }
        catch (Exception failure) when (failure.GetType().Namespace == "Plivo.Exception")
        {
            return;
        }
        throw new Exception("should have failed");
    }

    static void Main(string[] arguments)
    {
        var authToken = arguments[2];
        var conferences = Led(arguments[0], arguments[1], authToken).Conference;
        var name = Uri.EscapeDataString(arguments[3]);
        var all = new List<string> { "all" };

        Check(conferences.List().Conferences.SequenceEqual(new[] { arguments[3] }), "list");
        var shown = conferences.Get(name);
        Check(shown.ConferenceName == arguments[3] && shown.ConferenceMemberCount == "3", "get");
        var ids = shown.Members.Select(member => member.MemberId).ToList();
        var first = ids.Take(1).ToList();
        Check(conferences.MuteMember(name, first).Message == "muted", "mute");
        Check(conferences.Get(name).Members[0].Muted, "muted");
        conferences.UnmuteMember(name, first);
        Check(!conferences.Get(name).Members[0].Muted, "unmuted");
        Check(conferences.DeafMember(name, ids.Take(2).ToList()).Message == "deaf", "deaf");
        conferences.UnDeafMember(name, all);
        Check(conferences.PlayMember(name, all, arguments[4]).Message == "play queued into conference", "play");
        conferences.StopPlayMember(name, all);
        Check(conferences.SpeakMember(name, first, "Hello", "MAN", "en-GB").Message == "speak queued into conference", "speak");
        conferences.StopSpeakMember(name, first);
        var recording = conferences.StartRecording(name, fileFormat: "wav", callbackUrl: arguments[5], callbackMethod: "POST");
        Check(recording.Message == "conference recording started" && recording.Url.Contains(recording.RecordingId), "record");
        conferences.StopRecording(name);
        Check(conferences.KickMember(name, ids[2]).Message == "kicked", "kick");
        conferences.HangupMember(name, ids[1]);
        conferences.Delete(name);
        conferences.DeleteAll();
        Fails(() => Led(arguments[0], arguments[1], new string('x', 40)).Conference.List());

        var signed = 0;
        for (var line = Console.ReadLine(); line != null; line = Console.ReadLine())
        {
            var it = JObject.Parse(line);
            var uri = (string) it["uri"];
            if (!new Uri(uri).IsDefaultPort)
            {
                continue; // the validator leaves the port out
            }
            var form = it["params"].ToObject<Dictionary<string, string>>();
            foreach (var token in new[] { authToken, "another token" })
            {
                Check(token == authToken == XPlivoSignatureV3.VerifySignature(uri, (string) it["nonce"], (string) it["signature"], token, (string) it["method"], form), line);
            }
            signed++;
        }
        Console.WriteLine("16 methods, {0} signatures", signed == 0 ? "no" : signed.ToString());
    }
}
