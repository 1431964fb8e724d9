package shop

import (
	"context"
	"database/sql"
	"fmt"
)

type Line struct {
	Order    int64
	Article  string
	Quantity int
}

type Order struct {
	ID       int64
	Customer string
	Lines    []Line
}

type Repository struct {
	db *sql.DB
}

func New(db *sql.DB) *Repository { return &Repository{db: db} }

func (r *Repository) orders(ctx context.Context, day string) ([]Order, error) {
	rows, err := r.db.QueryContext(ctx, "SELECT id, customer FROM orders WHERE day = ? ORDER BY id", day)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var orders []Order
	for rows.Next() {
		var o Order
		if err := rows.Scan(&o.ID, &o.Customer); err != nil {
			return nil, err
		}
		orders = append(orders, o)
	}
	return orders, rows.Err()
}

func (r *Repository) lines(ctx context.Context, query string, args ...any) ([]Line, error) {
	rows, err := r.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var lines []Line
	for rows.Next() {
		var l Line
		if err := rows.Scan(&l.Order, &l.Article, &l.Quantity); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, rows.Err()
}

// Day gives the orders of a day with their lines.
func (r *Repository) Day(ctx context.Context, day string) ([]Order, error) {
	orders, err := r.orders(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("orders of %s: %w", day, err)
	}
	const query = "SELECT l.order_id, l.article, l.quantity FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.day = ?"
	lines, err := r.lines(ctx, query, day)
	if err != nil {
		return nil, fmt.Errorf("lines of %s: %w", day, err)
	}
	byOrder := make(map[int64][]Line, len(orders))
	for _, l := range lines {
		byOrder[l.Order] = append(byOrder[l.Order], l)
	}
	for i := range orders {
		orders[i].Lines = byOrder[orders[i].ID]
	}
	return orders, nil
}
