package llmtest

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// RoundTrip answers a request in memory: it implements [http.RoundTripper]. A reply
// comes as it is written, and a fault of the connection as one. As with a real one,
// whoever asks must read the reply to its end or close it.
func (p *Provider) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(r.Context())
	inbound := r.Clone(ctx)
	if inbound.Body == nil {
		inbound.Body = http.NoBody
	}
	read, write := io.Pipe()
	w := &memoryWriter{body: write, header: http.Header{}, begun: make(chan struct{})}
	// The end of the caller's context ends the reply, whether it has begun or not.
	stop := context.AfterFunc(r.Context(), func() { _ = write.CloseWithError(r.Context().Err()) })
	go func() {
		defer inbound.Body.Close()
		alive := serve(p, w, inbound)
		switch {
		case r.Context().Err() != nil: // which the provider may see before the reader does
			_ = write.CloseWithError(r.Context().Err())
		case alive:
			w.WriteHeader(http.StatusOK)
			_ = write.Close()
		default:
			_ = write.CloseWithError(io.ErrUnexpectedEOF) // as a connection that broke
		}
		w.once.Do(func() { close(w.begun) }) // it may have been dropped
	}()
	select {
	case <-ctx.Done():
		cancel()
		return nil, r.Context().Err()
	case <-w.begun:
	}
	if w.status == 0 {
		cancel()
		stop()
		return nil, io.EOF // as of a connection that ended without a reply
	}
	length, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64)
	if err != nil {
		length = -1
	}
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, ContentLength: length, Request: r,
		Body: &memoryBody{PipeReader: read, end: func() { stop(); cancel() }},
	}, nil
}

// serve handles a request, and reports whether the connection lives on.
func serve(h http.Handler, w http.ResponseWriter, r *http.Request) (alive bool) {
	defer func() {
		if reason := recover(); reason != nil {
			if reason != http.ErrAbortHandler { //nolint:errorlint // it is panicked with as it is
				panic(reason)
			}
			alive = false
		}
	}()
	h.ServeHTTP(w, r)
	return true
}

// memoryWriter is a reply under way.
type memoryWriter struct {
	body   *io.PipeWriter
	header http.Header
	once   sync.Once
	begun  chan struct{} // closed when status and sent are there, or never will be
	status int
	sent   http.Header
}

func (w *memoryWriter) Header() http.Header { return w.header }

func (w *memoryWriter) WriteHeader(status int) {
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.begun)
	})
}

func (w *memoryWriter) Write(data []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(data)
}

// Flush does nothing: what is written is read at once.
func (w *memoryWriter) Flush() { w.WriteHeader(http.StatusOK) }

type memoryBody struct {
	*io.PipeReader

	end func()
}

// Close tells the provider that nobody listens any more.
func (b *memoryBody) Close() error {
	err := b.PipeReader.Close()
	b.end()
	return err
}
