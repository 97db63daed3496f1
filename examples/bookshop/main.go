// Bookshop serves an API and, under /ui/, the page that Specloom makes for it.
//
//	go run ./examples/bookshop -addr localhost:8080
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func main() {
	addr := flag.String("addr", "localhost:8080", "address to listen on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *addr); err != nil {
		fmt.Fprintln(os.Stderr, "bookshop:", err)
		os.Exit(1)
	}
}

// handler is what a service needs to show its users a page: three calls, and a
// prefix of its own choice.
func handler(ctx context.Context) (http.Handler, error) {
	spec, err := openapi.Parse(bookshop.Description)
	if err != nil {
		return nil, err
	}
	spec.Servers = []openapi.Server{{URL: "/v1", Description: "This server"}} // wherever it runs
	g, err := generator.New()
	if err != nil {
		return nil, err
	}
	result, err := g.Generate(ctx, spec)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", bookshop.NewServer())
	mux.Handle("/ui/", http.StripPrefix("/ui", ui.Handler(result.Plan)))
	mux.Handle("/{$}", http.RedirectHandler("/ui/", http.StatusFound))
	return mux, nil
}

func serve(ctx context.Context, addr string) error {
	h, err := handler(ctx)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("the bookshop's page: http://%s/ui/\n", listener.Addr())
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	stopped := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
