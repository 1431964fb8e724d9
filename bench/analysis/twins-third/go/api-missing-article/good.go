package main

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

type article struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
}

var shelf = map[int]article{
	1: {ID: 1, Title: "Lamp"},
	2: {ID: 2, Title: "Chair"},
}

func show(c *gin.Context) {
	id, err := strconv.Atoi(c.Param("id"))
	if err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "id is not a number"})
		return
	}
	found, ok := shelf[id]
	if !ok {
		c.JSON(http.StatusNotFound, gin.H{"error": "no such article"})
		return
	}
	c.JSON(http.StatusOK, found)
}

func main() {
	router := gin.New()
	router.GET("/articles/:id", show)
	_ = router.Run("127.0.0.1:8080")
}
