package main

import (
	"html/template"
	"log"
	"net/http"
	"time"
)

var page = template.Must(template.New("search").Parse(`<!doctype html>
<title>Search</title>
<form><input name="q" value="{{.Words}}"></form>
<p>{{.Count}} results for {{.Words}}</p>
`))

func search(w http.ResponseWriter, r *http.Request) {
	data := struct {
		Words string
		Count int
	}{Words: r.URL.Query().Get("q")}
	data.Count = len(data.Words) % 7
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := page.Execute(w, data); err != nil {
		log.Printf("search page: %v", err)
	}
}

func main() {
	http.HandleFunc("/search", search)
	server := &http.Server{Addr: "127.0.0.1:8080", ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
