// Command example makes a page for an API with a model of Anthropic:
//
//	ANTHROPIC_API_KEY=… go run ./example api.yaml page.html
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ratelimit"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: example <description> <page>")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, description, page string) error {
	doc, err := openapi.ReadFile(description)
	if err != nil {
		return err
	}
	client, err := anthropic.New()
	if err != nil {
		return err
	}
	g, err := generator.New(
		generator.WithClient(client),
		generator.WithModel("claude-haiku-4-5"),
		generator.WithQuota(ratelimit.Anthropic(50_000, 10_000, 50)), // yours is on the provider's page of limits
		generator.WithWorkers(16),
	)
	if err != nil {
		return err
	}
	result, err := g.Generate(ctx, doc)
	fmt.Println(result.Report)
	if err != nil {
		return err
	}
	file, err := os.Create(page)
	if err != nil {
		return err
	}
	if err := result.WriteHTML(file); err != nil {
		return err
	}
	return file.Close()
}
