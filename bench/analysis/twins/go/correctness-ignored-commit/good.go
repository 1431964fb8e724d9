package ledger

import (
	"context"
	"database/sql"
)

func Transfer(ctx context.Context, db *sql.DB, from, to int64, cents int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "UPDATE account SET cents = cents - $1 WHERE id = $2", cents, from); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE account SET cents = cents + $1 WHERE id = $2", cents, to); err != nil {
		return err
	}

	return tx.Commit()
}
