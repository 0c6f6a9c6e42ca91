# Drives a conference through every method that Plivo's Ruby SDK has for conferences; arguments and input as of node.js. RUBYLIB names the SDK's lib.
require 'erb'
require 'plivo'

url, auth_id, auth_token, conference, sound, callback = ARGV

# the SDK's hosts, led to Confab before a client is made
%i[PLIVO_API_URL API_VOICE API_VOICE_FALLBACK_1 API_VOICE_FALLBACK_2].each do |host|
  Plivo::Base.send(:remove_const, host)
  Plivo::Base.const_set(host, url)
end

conferences = Plivo::RestClient.new(auth_id, auth_token).conferences
name = ERB::Util.url_encode(conference)
done = []
does = lambda do |method, *given|
  answer = conferences.public_send(method, *given)
  done << method
  answer
end
# it is done, and answered with 204 as Plivo has it; the SDK wants a body
stops = lambda do |method, *given|
  does.call(method, *given)
rescue Plivo::Exceptions::InvalidRequestError, NoMethodError
  done << method
end
same = lambda do |wanted, found|
  raise "#{wanted.inspect}, not #{found.inspect}" unless wanted == found
end

raise 'list' unless does.call(:list).to_s.include?(conference)
shown = does.call(:get, name)
same.call('3', shown.conference_member_count)
first, second, third = shown.members.map { |member| (member['member_id'] || member[:member_id]).to_i }
same.call('muted', does.call(:mute_member, name, [first]).message)
stops.call(:unmute_member, name, [first])
same.call('deaf', does.call(:deaf_member, name, [first, second]).message)
stops.call(:undeaf_member, name, ['all'])
same.call('play queued into conference', does.call(:play_member, name, ['all'], sound).message)
stops.call(:stop_play_member, name, ['all'])
does.call(:speak_member, name, [first], 'Hello', voice: 'MAN', language: 'en-GB')
stops.call(:stop_speak_member, name, [first])
same.call('conference recording started', does.call(:record, name, file_format: 'wav', callback_url: callback, callback_method: 'POST').message)
stops.call(:stop_record, name)
does.call(:kick_member, name, third)
stops.call(:delete_member, name, second)
stops.call(:delete, name)
begin
  does.call(:delete_all)
rescue Plivo::Exceptions::ResourceNotFoundError
  # its path is Conference//, which an empty name would make, too: Confab does not hang up everybody for that
  done.delete(:delete_all)
end

# valid_signatureV3? leaves the URL's port out, and so says no to whatever is signed for a URL that has one, as the test's do
puts "#{done.uniq.size} methods, no signatures; plivo #{Plivo::VERSION}"
