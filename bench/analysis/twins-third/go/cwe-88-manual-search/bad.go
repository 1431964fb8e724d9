package main

import (
	"context"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

type search struct {
	Words string `json:"words" binding:"required"`
}

func find(c *gin.Context) {
	var wanted search
	if err := c.ShouldBindJSON(&wanted); err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), 5*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, "grep", "-rlF", wanted.Words, "/srv/manual")
	output, err := command.Output()
	if err != nil {
		c.JSON(http.StatusOK, []string{})
		return
	}
	names := []string{}
	for _, line := range strings.Split(strings.TrimSpace(string(output)), "\n") {
		names = append(names, strings.TrimPrefix(line, "/srv/manual/"))
	}
	c.JSON(http.StatusOK, names)
}

func main() {
	router := gin.New()
	router.POST("/manual/search", find)
	_ = router.Run("127.0.0.1:8080")
}
