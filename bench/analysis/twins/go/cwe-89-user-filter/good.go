package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

type server struct{ db *sql.DB }

func (s *server) users(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit > 100 {
		limit = 20
	}
	query := fmt.Sprintf("SELECT id FROM users WHERE name = $1 LIMIT %d", limit)
	rows, err := s.db.QueryContext(r.Context(), query, name)
	if err != nil {
		http.Error(w, "query", http.StatusInternalServerError)
		return
	}
	defer rows.Close()
	ids := []int64{}
	for rows.Next() {
		var id int64
		if rows.Scan(&id) == nil {
			ids = append(ids, id)
		}
	}
	json.NewEncoder(w).Encode(ids)
}
