module github.com/specloom/specloom

go 1.26.0
