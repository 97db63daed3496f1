package llm

import (
	"context"
	"log/slog"
	"time"
)

// Log writes one line for each call to a logger: a call that was answered at the
// level Debug, one that failed at Warn. It tells model, tokens and times, but
// nothing of the texts; see [LogTexts]. Outside of [Retry] a line is a question
// with all its tries, inside of it a try.
func Log(logger *slog.Logger) Middleware { return logged(logger, false) }

// LogTexts is Log with everything that is sent and answered. These texts may be
// long, and private.
func LogTexts(logger *slog.Logger) Middleware { return logged(logger, true) }

func logged(logger *slog.Logger, texts bool) Middleware {
	return Around(func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error) {
		start := time.Now()
		resp, err := next(ctx, req, each)
		level := slog.LevelDebug
		if err != nil {
			level = slog.LevelWarn
		}
		if !logger.Enabled(ctx, level) {
			return resp, err
		}
		attrs := []slog.Attr{
			slog.String("model", req.Model),
			slog.Duration("took", time.Since(start)),
			slog.Bool("stream", each != nil),
		}
		if req.SchemaName != "" {
			attrs = append(attrs, slog.String("schema", req.SchemaName))
		}
		if texts {
			attrs = append(attrs, slog.String("system", req.System), slog.Any("messages", req.Messages))
		}
		switch {
		case err != nil:
			attrs = append(attrs, slog.String("kind", string(KindOf(err))), slog.String("error", err.Error()))
		case resp != nil:
			attrs = append(attrs, resp.attrs()...)
			if texts {
				attrs = append(attrs, slog.String("answer", resp.Text))
			}
		}
		logger.LogAttrs(ctx, level, "language model called", attrs...)
		return resp, err
	})
}

// attrs are the facts of an answer that are there.
func (r *Response) attrs() []slog.Attr {
	attrs := []slog.Attr{
		slog.String("stop", string(r.StopReason)),
		slog.Int("input_tokens", r.Usage.InputTokens),
		slog.Int("cached_tokens", r.Usage.CachedTokens),
		slog.Int("output_tokens", r.Usage.OutputTokens),
		slog.Int("reasoning_tokens", r.Usage.ReasoningTokens),
		slog.Duration("queue", r.Timing.Queue),
		slog.Duration("connect", r.Timing.Connect),
		slog.Duration("first_byte", r.Timing.FirstByte),
		slog.Duration("generation", r.Timing.Generation),
	}
	if r.RequestID != "" {
		attrs = append(attrs, slog.String("request", r.RequestID))
	}
	if r.FromCache {
		attrs = append(attrs, slog.Bool("from_cache", true))
	}
	return attrs
}
