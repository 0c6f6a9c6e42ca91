package org.confab.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** The variables that mod_sofia and the media core set on an incoming SIP call, in the order in which they appear. */
final class Sip {

  private static final DateTimeFormatter RFC2822 = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ROOT);
  private static final String HOST = "127.0.0.1";
  private static final String CODECS = "OPUS,G722,PCMU,PCMA,H264,VP8";
  private static final String FMTP = "useinbandfec=1; maxaveragebitrate=30000; maxplaybackrate=48000; ptime=20; minptime=10; maxptime=40";
  private static final String LETTERS = "ABCDEFGHKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz0123456789";

  private final IncomingCall call;
  private final String agent;
  private final Random random = new Random();
  private final String callId = UUID.randomUUID().toString();
  private final String fromTag = token();
  private final String toTag = token();
  private final int remotePort = 16384 + random.nextInt(8000) * 2;
  private final int localPort = 16384 + random.nextInt(8000) * 2;
  private final int sdpVersion = 1795300000 + random.nextInt(20000);

  Sip(IncomingCall call, String version) {
    this.call = call;
    this.agent = "FreeSWITCH-mod_sofia/" + version + "~64bit";
  }

  /** The INVITE. */
  void invite(Variables v, String uuid, int session, Instant at) {
    String from = call.from() + "@" + HOST;
    String to = call.to() + "@" + HOST + ":5080";
    v.set("direction", "inbound").set("uuid", uuid).set("session_id", Integer.toString(session))
        .set("sip_from_user", call.from()).set("sip_from_uri", from).set("sip_from_host", HOST)
        .set("video_media_flow", "disabled").set("audio_media_flow", "disabled").set("text_media_flow", "disabled")
        .set("channel_name", "sofia/external/" + from).set("sip_call_id", callId)
        .set("sip_local_network_addr", HOST).set("sip_network_ip", HOST).set("sip_network_port", "5060")
        .set("sip_invite_stamp", Times.micros(at)).set("sip_received_ip", HOST).set("sip_received_port", "5060")
        .set("sip_via_protocol", "udp").set("sip_from_user_stripped", call.from()).set("sip_from_tag", fromTag)
        .set("sofia_profile_name", "external").set("sofia_profile_url", "sip:mod_sofia@127.0.0.1:5080")
        .set("recovery_profile_name", "external")
        .set("sip_Remote-Party-ID", quoted() + " <sip:" + from + ">;party=calling;screen=yes;privacy=off")
        .set("sip_cid_type", "rpid").set("sip_full_via", via())
        .set("sip_from_display", call.callerName()).set("sip_full_from", fullFrom()).set("sip_full_to", "<sip:" + to + ">")
        .set("sip_allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, REGISTER, REFER, NOTIFY, PUBLISH, SUBSCRIBE")
        .set("sip_req_user", call.to()).set("sip_req_port", "5080").set("sip_req_uri", to).set("sip_req_host", HOST)
        .set("sip_to_user", call.to()).set("sip_to_port", "5080").set("sip_to_uri", to).set("sip_to_host", HOST)
        .set("sip_contact_user", "mod_sofia").set("sip_contact_port", "5060").set("sip_contact_uri", "mod_sofia@127.0.0.1:5060")
        .set("sip_contact_host", HOST).set("rtp_use_codec_string", CODECS).set("sip_user_agent", agent)
        .set("sip_via_host", HOST).set("sip_via_rport", "5060").set("max_forwards", "70").set("switch_r_sdp", remoteSdp())
        .set("ep_codec_string", "mod_opus.opus@48000h@20i@2c,mod_spandsp.G722@8000h@20i@64000b,"
            + "CORE_PCM_MODULE.PCMU@8000h@20i@64000b,CORE_PCM_MODULE.PCMA@8000h@20i@64000b")
        .set("endpoint_disposition", "DELAYED NEGOTIATION").set("call_uuid", uuid).set("outside_call", "true")
        .set("RFC2822_DATE", RFC2822.format(at.atOffset(ZoneOffset.UTC))).set("export_vars", "RFC2822_DATE");
  }

  /** The INVITE of a call to a phone. */
  void outgoing(Variables v, String uuid, int session) {
    v.set("direction", "outbound").set("is_outbound", "true").set("uuid", uuid).set("session_id", Integer.toString(session))
        .set("sip_profile_name", "gateway").set("channel_name", "sofia/external/" + call.to()).set("sip_call_id", callId)
        .set("sip_local_network_addr", HOST).set("originate_early_media", "false");
  }

  /** Media has been negotiated. */
  void media(Variables v) {
    v.set("rtp_use_codec_string", CODECS)
        .set("remote_video_media_flow", "inactive").set("remote_text_media_flow", "inactive")
        .set("remote_audio_media_flow", "sendrecv").set("audio_media_flow", "sendrecv").set("rtp_audio_recv_pt", "102")
        .set("rtp_use_codec_name", "opus").set("rtp_use_codec_fmtp", FMTP).set("rtp_use_codec_rate", "48000")
        .set("rtp_use_codec_ptime", "20").set("rtp_use_codec_channels", "1").set("rtp_last_audio_codec_string", "opus@48000h@20i@1c")
        .set("read_codec", "opus").set("original_read_codec", "opus").set("read_rate", "48000").set("original_read_rate", "48000")
        .set("write_codec", "opus").set("write_rate", "48000").set("dtmf_type", "rfc2833")
        .set("local_media_ip", HOST).set("local_media_port", Integer.toString(localPort)).set("advertised_media_ip", HOST)
        .set("rtp_use_timer_name", "soft").set("rtp_use_pt", "102")
        .set("rtp_use_ssrc", Long.toString(2198000000L + random.nextInt(700000)))
        .set("rtp_2833_send_payload", "103").set("rtp_2833_recv_payload", "103")
        .set("remote_media_ip", HOST).set("remote_media_port", Integer.toString(remotePort))
        .set("endpoint_disposition", "EARLY MEDIA");
  }

  /** 180, or any answer that has a To tag. */
  void tag(Variables v) {
    v.set("sip_to_tag", toTag);
  }

  /** The caller put us on hold, or took us back. */
  void hold(Variables v, boolean on) {
    v.set("switch_r_sdp", remoteSdp()).set("ep_codec_string", v.text("ep_codec_string")).set("rtp_use_codec_string", CODECS)
        .set("remote_video_media_flow", "inactive").set("remote_text_media_flow", "inactive")
        .set("remote_audio_media_flow", on ? "sendonly" : "sendrecv").set("audio_media_flow", on ? "recvonly" : "sendrecv");
  }

  /** The media has been agreed upon again. */
  void renegotiated(Variables v) {
    for (String name : List.of("remote_media_ip", "remote_media_port", "rtp_audio_recv_pt", "dtmf_type", "rtp_2833_send_payload",
        "rtp_2833_recv_payload")) {
      v.set(name, v.text(name));
    }
    answer(v);
  }

  /** The 200 OK. */
  void answer(Variables v) {
    v.set("rtp_local_sdp_str", "v=0\r\no=FreeSWITCH " + sdpVersion + " " + (sdpVersion + 2) + " IN IP4 127.0.0.1\r\ns=FreeSWITCH\r\n"
        + "c=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + localPort + " RTP/AVP 102 103\r\na=rtpmap:102 opus/48000/2\r\n"
        + "a=fmtp:102 useinbandfec=1; ptime=20; minptime=10; maxptime=40\r\na=rtpmap:103 telephone-event/48000\r\na=fmtp:103 0-15\r\n"
        + "a=ptime:20\r\na=sendrecv\r\n");
  }

  /** The ACK. */
  void ack(Variables v) {
    v.set("sip_to_tag", toTag).set("sip_from_tag", fromTag).set("sip_cseq", Integer.toString(123111700 + random.nextInt(100)))
        .set("sip_call_id", callId).set("sip_full_via", via()).set("sip_from_display", call.callerName())
        .set("sip_full_from", fullFrom()).set("sip_full_to", "<sip:" + call.to() + "@" + HOST + ":5080>;tag=" + toTag);
  }

  /** The caller's BYE. */
  void bye(Variables v) {
    v.set("sip_reason", "Q.850;cause=16;text=\"NORMAL_CLEARING\"").set("sip_term_status", "200")
        .set("proto_specific_hangup_cause", "sip:200").set("sip_term_cause", "16").set("sip_user_agent", agent)
        .set("sip_hangup_disposition", "recv_bye");
  }

  /** The caller's CANCEL. */
  void cancel(Variables v) {
    v.set("sip_hangup_disposition", "recv_cancel").set("sip_invite_failure_status", "487").set("sip_invite_failure_phrase", "CANCEL")
        .set("sip_reason", "Q.850;cause=16;text=\"NORMAL_CLEARING\"").set("sip_term_status", "487")
        .set("proto_specific_hangup_cause", "sip:487").set("sip_term_cause", "487");
  }

  private String quoted() {
    return '"' + call.callerName() + '"';
  }

  private String fullFrom() {
    return quoted() + " <sip:" + call.from() + "@" + HOST + ">;tag=" + fromTag;
  }

  private String via() {
    return "SIP/2.0/UDP 127.0.0.1;rport=5060;branch=z9hG4bK" + token();
  }

  private String token() {
    StringBuilder out = new StringBuilder(13);
    for (int i = 0; i < 13; i++) {
      out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return out.toString();
  }

  private String remoteSdp() {
    return "v=0\r\no=FreeSWITCH " + sdpVersion + " " + (sdpVersion + 1) + " IN IP4 127.0.0.1\r\ns=FreeSWITCH\r\nc=IN IP4 127.0.0.1\r\n"
        + "t=0 0\r\nm=audio " + remotePort + " RTP/AVP 102 9 0 8 103 101\r\na=rtpmap:102 opus/48000/2\r\na=fmtp:102 " + FMTP + "\r\n"
        + "a=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:103 telephone-event/48000\r\n"
        + "a=fmtp:103 0-15\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n";
  }
}
