package main

import (
	"crypto/subtle"
	"log"
	"net/http"
	"os"
	"time"
)

type gate struct {
	key  string
	next http.Handler
}

func (g gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("X-Api-Key")
	if key == "" {
		http.Error(w, "no key", http.StatusUnauthorized)
		return
	}
	if subtle.ConstantTimeCompare([]byte(key), []byte(g.key)) != 1 {
		http.Error(w, "wrong key", http.StatusUnauthorized)
		return
	}
	g.next.ServeHTTP(w, r)
}

func main() {
	key := os.Getenv("API_KEY")
	if len(key) < 32 {
		log.Fatal("API_KEY is not set")
	}
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	server := &http.Server{
		Addr:              "127.0.0.1:8080",
		Handler:           gate{key: key, next: hello},
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
