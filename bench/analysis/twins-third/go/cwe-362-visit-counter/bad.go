package main

import (
	"encoding/json"
	"log"
	"net/http"
	"sort"
	"sync"
	"time"
)

type visit struct {
	Page  string `json:"page"`
	Count int    `json:"count"`
}

// counter counts the visits of each page, up to a number of pages.
type counter struct {
	mu     sync.RWMutex
	pages  map[string]int
	limit  int
	ignore map[string]struct{}
}

func newCounter(limit int, ignore ...string) *counter {
	c := &counter{pages: map[string]int{}, limit: limit, ignore: map[string]struct{}{}}
	for _, page := range ignore {
		c.ignore[page] = struct{}{}
	}
	return c
}

func (c *counter) skipped(page string) bool {
	_, found := c.ignore[page]
	return found
}

func (c *counter) add(page string) {
	if c.skipped(page) {
		return
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if _, known := c.pages[page]; !known && len(c.pages) >= c.limit {
		return
	}
	c.pages[page]++
}

func (c *counter) top(n int) []visit {
	c.mu.RLock()
	visits := make([]visit, 0, len(c.pages))
	for page, count := range c.pages {
		visits = append(visits, visit{Page: page, Count: count})
	}
	c.mu.RUnlock()
	sort.Slice(visits, func(i, j int) bool { return visits[i].Count > visits[j].Count })
	if len(visits) > n {
		visits = visits[:n]
	}
	return visits
}

func (c *counter) middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.add(r.URL.Path)
		next.ServeHTTP(w, r)
	})
}

func (c *counter) report(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(c.top(10)); err != nil {
		log.Printf("report: %v", err)
	}
}

func main() {
	c := newCounter(10_000, "/favicon.ico", "/health")
	mux := http.NewServeMux()
	mux.HandleFunc("/report", c.report)
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	server := &http.Server{
		Addr:              "127.0.0.1:8080",
		Handler:           c.middleware(mux),
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
