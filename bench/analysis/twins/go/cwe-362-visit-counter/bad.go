package main

import (
	"fmt"
	"net/http"
	"sync"
)

type counter struct {
	mu     sync.Mutex
	visits map[string]int
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.visits[r.URL.Path]++
	fmt.Fprintln(w, c.visits[r.URL.Path])
}

func main() {
	http.ListenAndServe(":8080", &counter{visits: map[string]int{}})
}
