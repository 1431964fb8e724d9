package main

import (
	"fmt"
	"html"
	"net/http"
)

type page struct {
	title string
	body  string
}

func (p page) render(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<h1>%s</h1><div>%s</div>", html.EscapeString(p.title), p.body)
}

func hello(w http.ResponseWriter, r *http.Request) {
	city := r.FormValue("city")
	p := page{title: city, body: "No weather for this place"}
	p.render(w)
}

func main() {
	http.HandleFunc("/weather", hello)
	http.ListenAndServe(":8080", nil)
}
