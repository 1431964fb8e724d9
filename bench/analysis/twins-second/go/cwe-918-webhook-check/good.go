package main

import (
	"net/http"
	"time"
)

var endpoints = map[string]string{
	"billing": "https://billing.example.org/ping",
	"mail":    "https://mail.example.org/ping",
}

var client = &http.Client{Timeout: 3 * time.Second}

func endpoint(name string) string {
	if known, ok := endpoints[name]; ok {
		return known
	}
	return endpoints["mail"]
}

func main() {
	http.HandleFunc("/check", func(w http.ResponseWriter, r *http.Request) {
		answer, err := client.Get(endpoint(r.FormValue("service")))
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
	})
	http.ListenAndServe(":8080", nil)
}
