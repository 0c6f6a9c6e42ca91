import sys, json
url, auth_id, token, conf, sound, cb = sys.argv[1:7]
import plivo
import plivo.rest.client as rest
for name in ('PLIVO_API_BASE_URI', 'API_VOICE_BASE_URI', 'API_VOICE_BASE_URI_FALLBACK_1', 'API_VOICE_BASE_URI_FALLBACK_2'):
    setattr(rest, name, url + '/v1/Account')
from urllib.parse import quote
client = plivo.RestClient(auth_id, token)
name = quote(conf, safe='')
done = []
def does(method, *given, **named):
    answer = getattr(client.conferences, method)(*given, **named)
    done.append(method)
    return answer
assert conf in str(does('list'))
shown = does('get', name)
assert shown.conference_member_count == '3', shown
ids = [m['member_id'] if isinstance(m, dict) else m.member_id for m in shown.members]
a, b, c = ids
assert does('member_mute', name, a).message == 'muted'
does('member_mute_stop', name, a)
assert does('member_deaf', name, f'{a},{b}').message == 'deaf'
does('member_deaf_stop', name, 'all')
assert does('member_play', name, 'all', sound).message == 'play queued into conference'
does('member_play_stop', name, 'all')
does('member_speak', name, a, 'Hello', 'MAN', 'en-GB')
does('member_speak_stop', name, a)
r = does('record', name, file_format='wav', callback_url=cb, callback_method='POST')
assert r.message == 'conference recording started', r
does('record_stop', name)
does('member_kick', name, a)
does('member_hangup', name, b)
does('hangup', name)
does('hangup_all')
from plivo.utils import validate_v3_signature
n = 0
for line in sys.stdin:
    m = json.loads(line)
    assert validate_v3_signature(m['method'], m['uri'], m['nonce'], token, m['signature'], m['params']), m
    n += 1
print(len(done), 'methods,', n, 'signatures', ','.join(done), 'plivo', plivo.version.__version__)
