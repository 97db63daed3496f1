package openapi

import "errors"

// Option changes how a description is read.
type Option interface{ apply(*reader) error }

type optionFunc func(*reader) error

func (f optionFunc) apply(r *reader) error { return f(r) }

// WithFolder lets references lead to files at or below that folder. The default
// is the folder of the file for [ReadFile], and none for [Parse], where relative
// references then start at this folder.
func WithFolder(folder string) Option {
	return optionFunc(func(r *reader) error {
		if folder == "" {
			return errors.New("openapi: WithFolder: the folder is empty; \".\" is the current one")
		}
		r.folder = folder
		return nil
	})
}

// WithLimits replaces the limits of what a description may cost: see [Limits],
// whose zero fields keep their defaults.
func WithLimits(limits Limits) Option {
	return optionFunc(func(r *reader) error {
		r.limits = limits
		return nil
	})
}
