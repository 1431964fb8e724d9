package main

import (
	"fmt"
	"html"
	"net/http"
	"strings"
)

func title(name string) string {
	return html.EscapeString(strings.ToUpper(name))
}

func handler(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	name := r.URL.Query().Get("name")
	fmt.Fprintf(w, "<h1>%s</h1>", title(name))
}

func main() {
	http.HandleFunc("/", handler)
	http.ListenAndServe(":8080", nil)
}
