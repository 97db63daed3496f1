package ui

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName bounds how much of a name is looked at: names are a few words, and
// what is longer is not one.
const maxName = 200

// splitName splits an identifier into its words: camelCase, snake_case,
// kebab-case and dots. Scripts without case are left as they are.
func splitName(name string) []string {
	name = clip(name, maxName)
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			flush()
			continue
		}
		if len(word) > 0 && unicode.IsUpper(r) {
			previous := word[len(word)-1]
			switch {
			case unicode.IsDigit(previous) && (i+1 == len(runes) || !unicode.IsLower(runes[i+1])):
				// 3D, SHA256RSA: no boundary that could be told
			case !unicode.IsUpper(previous):
				flush() // fooBar, v1Pods
			case i+1 < len(runes) && unicode.IsLower(runes[i+1]) && !pluralS(runes, i+1):
				flush() // HTTPServer, but not IDs
			}
		}
		word = append(word, r)
	}
	flush()
	return join(words)
}

// pluralS reports whether the rune at i is an s that ends a word.
func pluralS(runes []rune, i int) bool {
	return runes[i] == 's' && (i+1 == len(runes) || !unicode.IsLower(runes[i+1]))
}

// join puts words together again that case has torn apart.
func join(words []string) []string {
	out := words[:0]
	for _, word := range words {
		if n := len(out); n > 0 {
			both := strings.ToLower(out[n-1] + word)
			if compounds[both] {
				out[n-1] = both
				continue
			}
		}
		out = append(out, word)
	}
	return out
}

// lowerWords returns the words of a name in lower case.
func lowerWords(name string) []string {
	words := splitName(name)
	for i, word := range words {
		words[i] = strings.ToLower(word)
	}
	return words
}

// plainName is a name without case and separators: equal for created_at,
// createdAt and CreatedAt.
func plainName(name string) string {
	out := make([]byte, 0, 64)
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 0x80 || i >= maxName:
			return strings.Join(lowerWords(name), "")
		case 'A' <= c && c <= 'Z':
			out = append(out, c+'a'-'A')
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			out = append(out, c)
		}
	}
	return string(out)
}

// sentence writes words as a label: "Created at", "Book ID".
func sentence(words []string) string { return upperFirst(phrase(words)) }

// phrase writes words as part of a sentence: "created at", "book ID".
func phrase(words []string) string {
	shouting := true
	for _, word := range words {
		if word != strings.ToUpper(word) {
			shouting = false
		}
	}
	out := make([]string, len(words))
	for i, word := range words {
		lower := strings.ToLower(word)
		switch {
		case acronyms[lower] != "":
			out[i] = acronyms[lower]
		case len(word) > 1 && word == strings.ToUpper(word) && !shouting:
			out[i] = word
		default:
			out[i] = lower
		}
	}
	return strings.Join(out, " ")
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) || brandStart(s) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// lowerFirst makes a label part of a sentence, and leaves acronyms and names
// with inner capitals alone.
func lowerFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	r, size := utf8.DecodeRuneInString(s)
	for _, inner := range first[min(size, len(first)):] {
		if unicode.IsUpper(inner) || unicode.IsDigit(inner) {
			return s
		}
	}
	return string(unicode.ToLower(r)) + s[size:]
}

// brandStart reports whether s begins with a lower-case letter by intent: iOS.
func brandStart(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	return len(first) > 1 && first != strings.ToLower(first) && acronyms[strings.ToLower(first)] == first
}

// clip cuts s to at most n bytes, between runes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// slug makes a name fit for a URL. Letters outside ASCII become a short hash,
// so that different names stay different.
func slug(name string) string {
	var b strings.Builder
	foreign := false
	for _, word := range lowerWords(name) {
		for _, r := range word {
			if r > unicode.MaxASCII {
				foreign = true
				break
			}
		}
		word = strings.Map(func(r rune) rune {
			if r > unicode.MaxASCII {
				return -1
			}
			return r
		}, word)
		if word == "" || b.Len() > 48 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(word)
	}
	if b.Len() == 0 {
		b.WriteString("r")
		foreign = true
	}
	if foreign {
		h := fnv.New32a()
		_, _ = h.Write([]byte(name))
		b.WriteString("-" + strconv.FormatUint(uint64(h.Sum32()), 36))
	}
	return b.String()
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}

// compounds are single words that camel case writes as two.
var compounds = set("oauth oauth2 github gitlab paypal youtube javascript graphql webhook webhooks webrtc linkedin whatsapp ipv4 ipv6 openid openai mysql postgresql macos vcpus iscsi")

// acronyms are words that keep their case, by their lower-case form.
var acronyms = func() map[string]string {
	out := map[string]string{
		"ids": "IDs", "urls": "URLs", "uris": "URIs", "apis": "APIs", "ips": "IPs", "uuids": "UUIDs", "pdfs": "PDFs",
		"vms": "VMs", "vpcs": "VPCs", "dids": "DIDs", "skus": "SKUs", "cdns": "CDNs", "sdks": "SDKs",
		"ipv4": "IPv4", "ipv6": "IPv6", "oauth": "OAuth", "oauth2": "OAuth2", "webrtc": "WebRTC", "ios": "iOS",
		"github": "GitHub", "gitlab": "GitLab", "paypal": "PayPal", "youtube": "YouTube", "javascript": "JavaScript",
		"graphql": "GraphQL", "linkedin": "LinkedIn", "whatsapp": "WhatsApp", "mysql": "MySQL", "postgresql": "PostgreSQL",
		"macos": "macOS", "openid": "OpenID", "openai": "OpenAI", "dbs": "DBs", "iscsi": "iSCSI", "vcpus": "vCPUs",
	}
	for word := range strings.FieldsSeq("id oidc ai db nfs url uri api http https html css json xml yaml csv pdf sql ip dns tcp udp tls ssl ssh " +
		"sso saml jwt uuid guid sku vat iban bic sms mms gpu cpu vm vpc vpn cdn cors acl rbac mfa otp totp ach sepa iso utc gps " +
		"rpc sdk cli ui faq mime md5 sha sha1 sha256 hmac aws ttl eta gpg pgp scim ldap kyc pem png jpg svg gif mp3 mp4 imei isbn " +
		"crm hls rtmp cidr cvc cvv sid ssn ein gdpr pos sip usb nfc qr dpi rss ogp cname mx txt soa ptr ca sla gb mb kb iops") {
		out[word] = strings.ToUpper(word)
	}
	return out
}()
