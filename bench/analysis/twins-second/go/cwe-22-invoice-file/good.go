package main

import (
	"net/http"
	"os"
	"path/filepath"
)

const root = "/srv/invoices"

func locate(name string) string {
	return filepath.Join(root, filepath.Base(name))
}

func handler(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(locate(r.URL.Query().Get("name")))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Write(data)
}

func main() {
	http.HandleFunc("/invoice", handler)
	http.ListenAndServe(":8080", nil)
}
