package tokens

// Load makes the counter of o200k_base or cl100k_base anew, as the first call for it
// does.
func Load(name string) (any, error) {
	parseClasses(classRuns)
	if name == "o200k_base" {
		return newCounter(name, (*splitter).o200k)
	}
	return newCounter(name, (*splitter).cl100k)
}
