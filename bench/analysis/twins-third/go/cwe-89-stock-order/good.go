package main

import (
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"

	"github.com/gin-gonic/gin"
	_ "github.com/lib/pq"
)

// Stock answers questions about the shelves of a branch.
type Stock struct {
	db      *sql.DB
	columns map[string]string
}

type item struct {
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	Quantity int    `json:"quantity"`
}

func newStock(db *sql.DB) *Stock {
	return &Stock{
		db: db,
		columns: map[string]string{
			"title":    "title",
			"quantity": "quantity",
			"newest":   "created_at",
		},
	}
}

// column gives the column that a client means by the name of a sort order.
func (s *Stock) column(order string) (string, bool) {
	if order == "" {
		return "title", true
	}
	column, ok := s.columns[order]
	if !ok {
		column = "title"
	}
	return column, ok
}

func (s *Stock) list(branch int, column string) ([]item, error) {
	query := fmt.Sprintf("SELECT id, title, quantity FROM stock WHERE branch = $1 ORDER BY %s LIMIT 200", column)
	rows, err := s.db.Query(query, branch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	items := []item{}
	for rows.Next() {
		var it item
		if err := rows.Scan(&it.ID, &it.Title, &it.Quantity); err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	return items, rows.Err()
}

func (s *Stock) handle(c *gin.Context) {
	branch, err := strconv.Atoi(c.Param("branch"))
	if err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "branch is not a number"})
		return
	}
	column, ok := s.column(c.Query("order"))
	if !ok {
		c.JSON(http.StatusBadRequest, gin.H{"error": "unknown order"})
		return
	}
	items, err := s.list(branch, column)
	if err != nil {
		log.Printf("stock of %d: %v", branch, err)
		c.JSON(http.StatusInternalServerError, gin.H{"error": "try again later"})
		return
	}
	c.JSON(http.StatusOK, items)
}

func main() {
	db, err := sql.Open("postgres", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	stock := newStock(db)
	router := gin.New()
	router.Use(gin.Recovery())
	router.GET("/branches/:branch/stock", stock.handle)
	if err := router.Run("127.0.0.1:8080"); err != nil {
		log.Fatal(err)
	}
}
