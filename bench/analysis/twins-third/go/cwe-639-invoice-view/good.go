package main

import (
	"database/sql"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

type invoice struct {
	ID     int64  `json:"id"`
	Owner  int64  `json:"owner"`
	Text   string `json:"text"`
	Amount int64  `json:"amount"`
}

type invoices struct {
	db *sql.DB
}

// The middleware before this handler has read the session and set "user".
func (i invoices) show(c *gin.Context) {
	user := c.GetInt64("user")
	if user == 0 {
		c.AbortWithStatus(http.StatusUnauthorized)
		return
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	var found invoice
	row := i.db.QueryRowContext(c, "SELECT id, owner, text, amount FROM invoices WHERE id = $1 AND owner = $2", id, user)
	err = row.Scan(&found.ID, &found.Owner, &found.Text, &found.Amount)
	if errors.Is(err, sql.ErrNoRows) {
		c.AbortWithStatus(http.StatusNotFound)
		return
	}
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, found)
}

func routes(db *sql.DB, session gin.HandlerFunc) *gin.Engine {
	router := gin.New()
	group := router.Group("/invoices", session)
	group.GET("/:id", invoices{db: db}.show)
	return router
}
