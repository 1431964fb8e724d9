package main

import (
	"io"
	"log"
	"net/http"
	"sync"
	"time"
)

const limit = 64 << 10

type notes struct {
	mu   sync.Mutex
	last []byte
}

func (n *notes) put(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPut {
		http.Error(w, "PUT only", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || len(body) > limit {
		http.Error(w, "not a note", http.StatusBadRequest)
		return
	}
	n.mu.Lock()
	n.last = body
	n.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	n := &notes{}
	http.HandleFunc("/note", n.put)
	server := &http.Server{Addr: "127.0.0.1:8080", ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
