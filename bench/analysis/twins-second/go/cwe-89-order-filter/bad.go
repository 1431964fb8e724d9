package main

import (
	"database/sql"
	"fmt"
	"net/http"
)

var db *sql.DB

func count(state string) (int, error) {
	var n int
	query := fmt.Sprintf("SELECT count(*) FROM orders WHERE state = '%s'", state)
	err := db.QueryRow(query).Scan(&n)
	return n, err
}

func main() {
	http.HandleFunc("/orders", func(w http.ResponseWriter, r *http.Request) {
		n, err := count(r.URL.Query().Get("state"))
		if err != nil {
			http.Error(w, "failed", http.StatusInternalServerError)
			return
		}
		fmt.Fprintln(w, n)
	})
	http.ListenAndServe(":8080", nil)
}
