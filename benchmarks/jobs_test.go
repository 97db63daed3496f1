package benchmarks_test

import "os"

// jobs are what is measured in a process of its own, each with one argument.
var jobs = map[string]func(argument string){
	"nothing":                  func(string) {},
	"load":                     func(path string) { load(must(os.ReadFile(path))) },
	"count all":                countAll(bySpecloom),
	"count all by tiktoken-go": countAll(byTiktoken),
	"count":                    func(encoding string) { bySpecloom(encoding)("hello world") },
	"count by tiktoken-go":     func(encoding string) { byTiktoken(encoding)("hello world") },
}
