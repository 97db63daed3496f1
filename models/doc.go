// Package models knows facts about language models that planning needs: how much
// they read and write at once, how their tokens are counted, and what they cost.
//
//	info, known := models.Lookup("gpt-4o-2024-08-06")
//
// The table is as known on the date of each entry, from the sources named in its
// files. Providers change limits and prices without notice, contracts differ, and new
// models come out after this package: treat money as an estimate. An [Info] is a
// plain value, so what the caller knows better is said by changing it and passing it
// on, as to tokens.ForInfo:
//
//	info.Price = models.Price{Input: 2, CachedInput: 0.5, Output: 8, AsOf: "2027-01-15"}
//
// A name that is not in the table is answered by the cautious [Unknown].
package models
