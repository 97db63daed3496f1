package chunker

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
)

// name gives each chunk an ID: something of its group to read, and a digest of
// what is in it, so that it stays while other chunks change.
func name(chunks []Chunk) {
	for i := range chunks {
		c := &chunks[i]
		digest := sha256.New()
		for _, op := range c.Operations {
			fmt.Fprintf(digest, "%q", op.ID)
		}
		c.ID = slug(c.Group) + "-" + hex.EncodeToString(digest.Sum(nil)[:4])
	}
}

const maxSlug = 32

// slug writes a group's name in letters, digits and single hyphens.
func slug(group string) string {
	var out strings.Builder
	for _, r := range group {
		if out.Len() >= maxSlug {
			break
		}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out.WriteRune(unicode.ToLower(r))
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	if text := strings.Trim(out.String(), "-"); text != "" {
		return text
	}
	return "chunk"
}
