package ui

import "strings"

// singular returns the singular of an English noun, in the case it came in.
// Words that are not plain ASCII letters are left alone.
func singular(word string) string {
	lower := strings.ToLower(word)
	if !inflects(lower) || uncountable[lower] || isSingular[lower] {
		return word
	}
	if one := singularOf[lower]; one != "" {
		return keepCase(word, one)
	}
	switch {
	case len(lower) < 3, !strings.HasSuffix(lower, "s"), hasAnySuffix(lower, "ss", "us", "is"):
		return word
	case strings.HasSuffix(lower, "ies") && len(lower) > 4:
		return word[:len(word)-3] + keepCase(word[len(word)-1:], "y")
	case hasAnySuffix(lower, "sses", "shes", "ches", "xes", "zzes", "oes"):
		return word[:len(word)-2]
	case strings.HasSuffix(lower, "uses") && len(lower) > 4 && !hasAnySuffix(lower, "ouses", "auses"):
		return word[:len(word)-2]
	}
	return word[:len(word)-1]
}

// plural returns the plural of an English noun, which may be plural already.
func plural(word string) string {
	lower := strings.ToLower(word)
	if !inflects(lower) || uncountable[lower] || isPlural(word) {
		return word
	}
	if many := pluralOf[lower]; many != "" {
		return keepCase(word, many)
	}
	if acronym := acronyms[lower]; acronym != "" && acronym == strings.ToUpper(acronym) {
		return word + "s"
	}
	switch {
	case strings.HasSuffix(lower, "sis"):
		return word[:len(word)-2] + "es"
	case hasAnySuffix(lower, "s", "x", "z", "ch", "sh"):
		return word + "es"
	case strings.HasSuffix(lower, "y") && len(lower) > 1 && !strings.ContainsRune("aeiou", rune(lower[len(lower)-2])):
		return word[:len(word)-1] + "ies"
	}
	return word + "s"
}

// isPlural reports whether word is the plural of another word.
func isPlural(word string) bool { return singular(word) != word }

// singularPhrase and pluralPhrase inflect the head of a phrase: the last word,
// or the word before a preposition ("terms of service").
func singularPhrase(phrase string) string { return inflectHead(phrase, singular) }

func pluralPhrase(phrase string) string { return inflectHead(phrase, plural) }

func inflectHead(phrase string, inflect func(string) string) string {
	words := strings.Split(phrase, " ")
	head := len(words) - 1
	for i := 1; i < len(words); i++ {
		if prepositions[strings.ToLower(words[i])] {
			head = i - 1
			break
		}
	}
	words[head] = inflect(words[head])
	return strings.Join(words, " ")
}

func inflects(lower string) bool {
	if len(lower) < 2 {
		return false
	}
	for i := range len(lower) {
		if c := lower[i]; (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return true
}

func keepCase(like, word string) string {
	if like == strings.ToLower(like) {
		return word
	}
	if len(like) > 1 && like == strings.ToUpper(like) {
		return strings.ToUpper(word)
	}
	return upperFirst(word)
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}

var (
	prepositions = set("of per")
	// uncountable nouns have no plural, or only one.
	uncountable = set("news media data metadata series species information equipment analytics statistics settings logistics " +
		"physics software hardware feedback staff money history inventory content progress health access storage billing " +
		"usage auth authentication authorization traffic search sms mms dns https aws ios os tls cors tos")
	isSingular = set("alias canvas atlas bias gas lens iris chaos status virus bus address business process access sms")
	// pluralOf holds the nouns that no rule covers.
	pluralOf = pairs("person/people man/men woman/women child/children foot/feet tooth/teeth mouse/mice goose/geese " +
		"index/indices vertex/vertices matrix/matrices criterion/criteria analysis/analyses basis/bases " +
		"axis/axes crisis/crises synopsis/synopses diagnosis/diagnoses datum/data medium/media leaf/leaves " +
		"shelf/shelves half/halves knife/knives life/lives wife/wives wolf/wolves thief/thieves cache/caches " +
		"movie/movies cookie/cookies zombie/zombies selfie/selfies alias/aliases canvas/canvases " +
		"atlas/atlases gas/gases bias/biases lens/lenses shoe/shoes quiz/quizzes use/uses bus/buses " +
		"hero/heroes photo/photos database/databases tie/ties pie/pies niche/niches cause/causes " +
		"excuse/excuses fuse/fuses")
	singularOf = swap(pluralOf)
)

func pairs(list string) map[string]string {
	out := map[string]string{}
	for pair := range strings.FieldsSeq(list) {
		one, many, _ := strings.Cut(pair, "/")
		out[one] = many
	}
	return out
}

func swap(in map[string]string) map[string]string {
	out := map[string]string{}
	for one, many := range in {
		out[many] = one
	}
	return out
}
