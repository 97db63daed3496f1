// Package quotasim runs workloads against simulated providers in virtual time: by
// the limiter of package ratelimit, and by the strategies that people use
// instead. What it prints and what the tests of ratelimit assert is the same.
package quotasim
