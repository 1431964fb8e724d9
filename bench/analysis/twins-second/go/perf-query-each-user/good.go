package main

import (
	"database/sql"
	"fmt"
)

func touch(db *sql.DB, ids []int) error {
	rows, err := db.Query("SELECT name FROM users WHERE id = ANY($1)", ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		fmt.Println(name)
	}
	return rows.Err()
}

func main() {
	fmt.Println(touch(nil, nil))
}
