// Command service is a service as its authors would write it: it hands its
// description to Specloom and serves the page that it gets back.
package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func main() {
	handler, err := routes(context.Background(), "api.yaml")
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(os.Args[1], handler))
}

func routes(ctx context.Context, description string) (http.Handler, error) {
	spec, err := openapi.ReadFile(description)
	if err != nil {
		return nil, err
	}
	g, err := generator.New()
	if err != nil {
		return nil, err
	}
	result, err := g.Generate(ctx, spec)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/ui/", http.StripPrefix("/ui", ui.Handler(result.Plan)))
	return mux, nil
}
