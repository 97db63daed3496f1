package main

import (
	"slices"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// provider counts over a sliding minute, the most that answers may have included.
type provider struct {
	quota ratelimit.Quota
	log   []admitted
}

type admitted struct {
	at     time.Time
	tokens int
}

func (p *provider) admit(now time.Time, c ratelimit.Charge) (wait time.Duration, ok bool) {
	p.log = slices.DeleteFunc(p.log, func(a admitted) bool { return now.Sub(a.at) >= time.Minute })
	sum := c.InputTokens + c.MaxOutputTokens
	cost := sum
	for _, a := range p.log {
		sum += a.tokens
	}
	if len(p.log) > 0 && (sum > p.quota.TokensPerMinute || len(p.log)+1 > p.quota.RequestsPerMinute) {
		return time.Minute - now.Sub(p.log[0].at), false
	}
	p.log = append(p.log, admitted{now, cost})
	return 0, true
}
