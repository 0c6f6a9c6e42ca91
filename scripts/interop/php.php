<?php
// Drives a conference through every method that Plivo's PHP SDK has for conferences; arguments and input as of node.js. SDK names what loads the SDK.
require getenv('SDK');

[, $url, $authId, $authToken, $conference, $sound, $callback] = $argv;

// the SDK's hosts, led to Confab
$stack = GuzzleHttp\HandlerStack::create();
$stack->push(GuzzleHttp\Middleware::mapRequest(fn ($request) => $request->withUri(
    (new GuzzleHttp\Psr7\Uri($url))->withPath($request->getUri()->getPath())->withQuery($request->getUri()->getQuery())
)));
$client = new Plivo\RestClient($authId, $authToken);
$client->client->setHttpClientHandler(new Plivo\HttpClients\PlivoGuzzleHttpClient(
    new GuzzleHttp\Client(['handler' => $stack]),
    new Plivo\Authentication\BasicAuth($authId, $authToken)
));

$conferences = $client->conferences;
$name = rawurlencode($conference);
$done = [];
$does = function ($method, ...$given) use ($conferences, &$done) {
    $answer = $conferences->$method(...$given);
    $done[$method] = true;
    return $answer;
};
$same = function ($wanted, $found) {
    if ($wanted !== $found) {
        throw new Exception(var_export($wanted, true) . ', not ' . var_export($found, true));
    }
};

if (strpos(json_encode($does('getList')), $conference) === false) {
    throw new Exception('getList');
}
$shown = $does('get', $name);
$same('3', $shown->properties['conferenceMemberCount']);
$ids = array_map(fn ($member) => $member['memberId'] ?? $member['member_id'], json_decode(json_encode($shown->properties['members']), true));
[$first, $second, $third] = $ids;
$same('muted', $does('muteMember', $name, [$first])->message);
$does('unMuteMember', $name, [$first]);
$same('deaf', $does('makeDeaf', $name, [$first, $second])->message);
$does('enableHearing', $name, ['all']);
$same('play queued into conference', $does('startPlaying', $name, ['all'], $sound)->message);
$does('stopPlaying', $name, ['all']);
$does('startSpeaking', $name, [$first], 'Hello', ['voice' => 'MAN', 'language' => 'en-GB']);
$does('stopSpeaking', $name, [$first]);
$same('conference recording started', $does('startRecording', $name, ['file_format' => 'wav', 'callback_url' => $callback, 'callback_method' => 'POST'])->message);
$does('stopRecording', $name);
$does('kickMember', $name, $third);
$does('hangUpMember', $name, $second);
$does('delete', $name);
$does('deleteAll');

$signed = 0;
while (($line = fgets(STDIN)) !== false) {
    $it = json_decode($line, true);
    // the SDK takes the query as it is written; what is signed is what it says
    $uri = $it['method'] === 'GET' ? urldecode($it['uri']) : $it['uri'];
    $valid = fn ($token) => Plivo\Util\v3SignatureValidation::validateV3Signature(
        $it['method'], $uri, $it['nonce'], $token, $it['signature'], $it['params']);
    if (!$valid($authToken) || $valid('another token')) {
        throw new Exception($line);
    }
    $signed++;
}
echo count($done), ' methods, ', $signed, ' signatures; plivo ', new Plivo\Version(), "\n";
