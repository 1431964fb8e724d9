package main

import (
	"net/http"
	"os/exec"
)

func whois(domain string) ([]byte, error) {
	return exec.Command("whois", "--", domain).Output()
}

func main() {
	http.HandleFunc("/whois", func(w http.ResponseWriter, r *http.Request) {
		out, err := whois(r.FormValue("domain"))
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		w.Write(out)
	})
	http.ListenAndServe(":8080", nil)
}
