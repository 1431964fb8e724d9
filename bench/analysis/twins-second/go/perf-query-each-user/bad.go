package main

import (
	"database/sql"
	"fmt"
)

func touch(db *sql.DB, ids []int) error {
	for _, id := range ids {
		var name string
		if err := db.QueryRow("SELECT name FROM users WHERE id = $1", id).Scan(&name); err != nil {
			return err
		}
		fmt.Println(name)
	}
	return nil
}

func main() {
	fmt.Println(touch(nil, nil))
}
