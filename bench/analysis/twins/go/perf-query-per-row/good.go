package report

import (
	"context"
	"database/sql"

	"github.com/lib/pq"
)

func Names(ctx context.Context, db *sql.DB, ids []int64) (map[int64]string, error) {
	names := make(map[int64]string, len(ids))
	rows, err := db.QueryContext(ctx, "SELECT id, name FROM customer WHERE id = ANY($1)", pq.Array(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		names[id] = name
	}
	return names, rows.Err()
}
