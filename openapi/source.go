package openapi

type sources struct{}
