// Drives a conference through every method that Plivo's Go SDK has for conferences; arguments and input as of node.js.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"github.com/plivo/plivo-go/v7"
)

// The SDK's hosts, led to Confab.
type lead struct{ to *url.URL }

func (l lead) RoundTrip(request *http.Request) (*http.Response, error) {
	request.URL.Scheme, request.URL.Host, request.Host = l.to.Scheme, l.to.Host, l.to.Host
	return http.DefaultTransport.RoundTrip(request)
}

func is(wanted string, found interface{}, err error) {
	if err != nil || wanted != "" && fmt.Sprint(found) != wanted {
		panic(fmt.Sprintf("%v, not %v: %v", wanted, found, err))
	}
}

func main() {
	to, _ := url.Parse(os.Args[1])
	authID, token, sound, callback := os.Args[2], os.Args[3], os.Args[5], os.Args[6]
	name := os.Args[4]
	client, err := plivo.NewClient(authID, token, &plivo.ClientOptions{HttpClient: &http.Client{Transport: lead{to}}})
	is("", nil, err)
	conferences := client.Conferences
	list, err := conferences.IDList()
	is(os.Args[4], list.Conferences[0], err)
	shown, err := conferences.Get(name)
	is("3", shown.ConferenceMemberCount, err)
	first, second, third := shown.Members[0].MemberID, shown.Members[1].MemberID, shown.Members[2].MemberID
	answer, err := conferences.MemberMute(name, first)
	is("muted", answer.Message, err)
	_, err = conferences.MemberUnmute(name, first)
	is("", nil, err)
	answer, err = conferences.MemberDeaf(name, first+","+second)
	is("deaf", answer.Message, err)
	_, err = conferences.MemberUndeaf(name, "all")
	is("", nil, err)
	answer, err = conferences.MemberPlay(name, "all", sound)
	is("play queued into conference", answer.Message, err)
	_, err = conferences.MemberPlayStop(name, "all")
	is("", nil, err)
	_, err = conferences.MemberSpeak(name, first, plivo.ConferenceMemberSpeakParams{Text: "Hello", Voice: "MAN", Language: "en-GB"})
	is("", nil, err)
	_, err = conferences.MemberSpeakStop(name, first)
	is("", nil, err)
	recording, err := conferences.Record(name, plivo.ConferenceRecordParams{FileFormat: "wav", CallbackUrl: callback, CallbackMethod: "POST"})
	is("conference recording started", recording.Message, err)
	is("", nil, conferences.RecordStop(name))
	_, err = conferences.MemberKick(name, third)
	is("", nil, err)
	_, err = conferences.MemberHangup(name, second)
	is("", nil, err)
	is("", nil, conferences.Delete(name))
	is("", nil, conferences.DeleteAll())

	signed := 0
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); signed++ {
		var it struct {
			Method, URI, Nonce, Signature string
			Params                        map[string]string
		}
		is("", nil, json.Unmarshal(lines.Bytes(), &it))
		if !plivo.ValidateSignatureV3(it.URI, it.Nonce, it.Method, it.Signature, token, it.Params) ||
			plivo.ValidateSignatureV3(it.URI, it.Nonce, it.Method, it.Signature, "another token", it.Params) {
			panic(lines.Text())
		}
	}
	fmt.Printf("16 methods, %d signatures\n", signed)
}
