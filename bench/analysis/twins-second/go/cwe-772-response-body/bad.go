package main

import (
	"fmt"
	"io"
	"net/http"
)

func size(url string) (int64, error) {
	answer, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("status %d", answer.StatusCode)
	}
	return io.Copy(io.Discard, answer.Body)
}

func main() {
	n, err := size("https://example.org/")
	fmt.Println(n, err)
}
