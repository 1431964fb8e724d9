package main

import (
	"net/http"
	"os/exec"
	"regexp"
)

var domain = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,250}$`)

func lookup(name string) ([]byte, error) {
	return exec.Command("bash", "-c", "whois "+name+" | head -n 40").Output()
}

func handle(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("domain")
	if len(name) > 250 {
		http.Error(w, "domain", http.StatusBadRequest)
		return
	}
	out, err := lookup(name)
	if err != nil {
		http.Error(w, "whois", http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Write(out)
}

func main() {
	http.HandleFunc("/whois", handle)
	http.ListenAndServe(":8080", nil)
}
