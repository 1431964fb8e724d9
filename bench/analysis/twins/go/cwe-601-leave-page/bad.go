package main

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

func back(c *gin.Context) string {
	target := c.Query("to")
	if strings.TrimSpace(target) == "" {
		return "/"
	}
	return target
}

func main() {
	r := gin.Default()
	r.GET("/leave", func(c *gin.Context) {
		c.SetCookie("step", "", -1, "/", "", true, true)
		c.Redirect(http.StatusFound, back(c))
	})
	r.Run()
}
