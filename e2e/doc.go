// Package e2e drives the page in a real browser. It has nothing to import: its
// tests serve pages made by Specloom, use them as a person would, and look at
// what the browser shows and at what arrives at the API.
//
// They need Chromium (SPECLOOM_CHROMIUM names it, else it is looked for in PATH)
// and, for the accessibility checks, npm. Where one is missing the tests are
// skipped and say so; with SPECLOOM_REQUIRE=all they fail instead.
//
// SPECLOOM_SCREENSHOTS names a folder in which screenshots are left.
package e2e
