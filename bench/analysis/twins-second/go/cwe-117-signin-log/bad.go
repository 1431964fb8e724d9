package main

import (
	"log"
	"net/http"
	"strings"
)

func clean(value string) string {
	return strings.TrimSpace(value)
}

func main() {
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		user := clean(r.FormValue("user"))
		log.Printf("sign-in refused for " + user)
		w.WriteHeader(http.StatusUnauthorized)
	})
	http.ListenAndServe(":8080", nil)
}
