package main

import (
	"net/http"
	"net/url"
)

func target(raw string) string {
	parsed, err := url.Parse(raw)
	if err != nil || parsed.Scheme == "javascript" {
		return "/"
	}
	return parsed.String()
}

func main() {
	http.HandleFunc("/out", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target(r.FormValue("to")), http.StatusFound)
	})
	http.ListenAndServe(":8080", nil)
}
