package llm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
)

func TestAnErrorSaysWhatWentWrongAndWhere(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*llm.Error{
		"llm: timeout": {Kind: llm.Timeout},
		"llm: openai: rate limited (status 429, rate_limit_exceeded, request req_1): slow down": {
			Kind: llm.RateLimited, Provider: "openai", Status: 429, Code: "rate_limit_exceeded", RequestID: "req_1",
			RetryAfter: time.Second, Err: errors.New("slow down"),
		},
		"llm: unreadable answer: there is no JSON object in it": {Kind: llm.BadAnswer, Err: errors.New("there is no JSON object in it")},
	} {
		require.EqualError(t, err, want)
	}
}

func TestAnErrorAnswersForItsKindAndItsCause(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("chunk 3: %w", &llm.Error{Kind: llm.Timeout, Err: context.DeadlineExceeded})
	require.ErrorIs(t, err, llm.Timeout)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotErrorIs(t, err, llm.Refused)
	require.Equal(t, llm.Timeout, llm.KindOf(err))
	require.Equal(t, llm.Refused, llm.KindOf(fmt.Errorf("odd: %w", llm.Refused)), "a kind alone is an error too")
	require.Empty(t, llm.KindOf(errors.New("other")))
	require.Empty(t, llm.KindOf(nil))
}

func TestNoKindIsBothRetryableAndFatal(t *testing.T) {
	t.Parallel()
	fatal := 0
	for _, kind := range []llm.Kind{
		llm.RateLimited, llm.Overloaded, llm.Unavailable, llm.Timeout, llm.Unauthorized, llm.UnknownModel, llm.QuotaSpent,
		llm.TooLarge, llm.Invalid, llm.Refused, llm.BadAnswer, "",
	} {
		require.False(t, kind.Retryable() && kind.Fatal(), kind)
		if kind.Fatal() {
			fatal++
		}
	}
	require.Equal(t, 3, fatal)
}
