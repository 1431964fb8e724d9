package report

import (
	"context"
	"database/sql"

	"github.com/lib/pq"
)

func Names(ctx context.Context, db *sql.DB, ids []int64) (map[int64]string, error) {
	names := make(map[int64]string, len(ids))
	for _, id := range ids {
		var name string
		if err := db.QueryRowContext(ctx, "SELECT name FROM customer WHERE id = $1", id).Scan(&name); err != nil {
			return nil, err
		}
		names[id] = name
	}
	return names, nil
}
